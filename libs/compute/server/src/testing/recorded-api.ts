import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it must come, and what is answered. `body` undefined: none is expected. */
export interface Exchange {
  readonly method: string;
  /** With the query, in the order in which it is sent. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status?: number;
  /** JSON, or text as it is. `drop` ends the connection without an answer. */
  readonly answer: unknown;
}

export const DROP = Symbol('drop');

/**
 * A server that knows only what was recorded: requests must come in this order and exactly so; anything else is answered
 * 599 and told by `close`.
 */
export async function recordedApi(exchanges: readonly Exchange[]) {
  const wrong: string[] = [];
  let next = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const expected = exchanges[next];
      const has = { method: request.method, path: request.url, body };
      const headers = Object.entries(expected?.headers ?? {}).every(([name, value]) => request.headers[name] === value);
      const wants = expected && { method: expected.method, path: expected.path, body: expected.body };
      if (!expected || !headers || JSON.stringify(has) !== JSON.stringify(wants)) {
        wrong.push(`${next}: got ${JSON.stringify(has)}, wanted ${JSON.stringify(wants)}`);
        response.writeHead(599).end('not recorded');
        return;
      }
      next += 1;
      if (expected.answer === DROP) request.socket.destroy();
      else response.writeHead(expected.status ?? 200).end(typeof expected.answer === 'string' ? expected.answer : JSON.stringify(expected.answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Ends it. Throws what came that was not recorded, and when something recorded never came. */
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (next < exchanges.length) wrong.push(`only ${next} of ${exchanges.length} requests came`);
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    },
  };
}
