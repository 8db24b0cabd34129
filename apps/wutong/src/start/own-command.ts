import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Installation } from '../installation';
import { CommandError, say } from '../terminal';

/**
 * Runs another of our commands beside this one, whose memory goes when it is done. What it tells of its work is shown,
 * what it gives is not. Throws when it fails; ends it when `stop` is aborted.
 */
export function ownCommand({ root }: Installation, args: readonly string[], stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const launcher = join(root, 'apps/wutong/bin/wutong.mjs');
    const child = spawn(process.execPath, [launcher, ...args], { stdio: ['ignore', 'ignore', 'inherit'], signal: stop });
    child.once('error', reject);
    child.once('exit', (code) => {
      const what = args.join(' ');
      if (code === 0) resolve();
      else reject(new CommandError(say(`“wutong ${what}” did not succeed.`, `“wutong ${what}”执行失败。`)));
    });
  });
}
