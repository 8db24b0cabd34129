import { createServer } from 'node:net';
import type { Settings } from '../settings';
import { CommandError, say } from '../terminal';

/** Throws a CommandError when another program has the port or it is not ours to take. */
export async function requireFreePort({ host, port }: Settings): Promise<void> {
  const probe = createServer();
  const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    probe.once('error', resolve);
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
  if (!error) return;
  const other = port < 65535 ? port + 1 : 3000;
  throw new CommandError(
    error.code === 'EADDRINUSE'
      ? say(
          `Port ${port} is in use. Choose another one: PORT=${other} npm start`,
          `端口 ${port} 已被占用。请换一个端口：PORT=${other} npm start`,
        )
      : say(`Port ${port} on ${host} cannot be used: ${error.message}.`, `无法使用 ${host} 的端口 ${port}：${error.message}。`),
  );
}
