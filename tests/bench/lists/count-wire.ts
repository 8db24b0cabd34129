import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface WireCounter {
  /** The connection string by way of the counter. */
  readonly url: string;
  /** How many statements `work` caused, each an Execute or a simple query on the wire. */
  during(work: () => Promise<unknown>): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Stands between a server and its PostgreSQL and counts the statements that really go over the wire, those that begin
 * and end transactions or set row-level security included.
 */
export async function countWire(databaseUrl: string): Promise<WireCounter> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const read = messages((type) => (count += type === 'E' || type === 'Q' ? 1 : 0));
    client.on('data', read);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => [client, upstream].forEach((each) => each.destroy()));
    }
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    during: async (work) => {
      const before = count;
      await work();
      return count - before;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Splits what a client sends into messages: the first, without a type, then one byte of type and the length each. */
function messages(each: (type: string) => void): (chunk: Buffer) => void {
  let kept: Buffer = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    kept = Buffer.concat([kept, chunk]);
    for (;;) {
      const head = started ? 1 : 0;
      if (kept.length < head + 4) return;
      const length = head + kept.readUInt32BE(head);
      if (kept.length < length) return;
      if (started) each(String.fromCharCode(kept[0] ?? 0));
      started = true;
      kept = kept.subarray(length);
    }
  };
}
