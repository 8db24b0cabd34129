import type { Client, Connection } from 'pg';

/** Chunks of about this many rows go to the server at once. */
const CHUNK = 500;

/** `COPY table FROM STDIN` of rows in its text form, each with its line end. */
export function copyInto(client: Client, table: string, rows: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    // What pg hands messages of a query to; it has no COPY of its own.
    const query = {
      submit: (connection: Connection) => connection.query(`copy ${table} from stdin`),
      handleCopyInResponse(connection: Connection & { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }) {
        for (let at = 0; at < rows.length; at += CHUNK) connection.sendCopyFromChunk(Buffer.from(rows.slice(at, at + CHUNK).join('')));
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleError: (error: Error) => (failure = error),
      handleReadyForQuery: () => (failure ? reject(failure) : resolve()),
    };
    client.query(query);
  });
}
