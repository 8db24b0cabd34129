import { Client } from 'pg';

/**
 * Runs `work` and gives every statement that any connection of this process sent meanwhile, in order: transaction
 * and row-level-security settings included, so that the figure is all that the server has to answer.
 */
export async function countSql<T>(work: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
  const statements: string[] = [];
  const prototype = Client.prototype as { query: (...args: unknown[]) => unknown };
  const original = prototype.query;
  prototype.query = function (this: unknown, ...args: unknown[]): unknown {
    const [asked] = args as [string | { text?: string }];
    statements.push(typeof asked === 'string' ? asked : (asked.text ?? 'cursor'));
    return original.apply(this, args);
  };
  try {
    return { result: await work(), statements };
  } finally {
    prototype.query = original;
  }
}

/** As `countSql`; fails listing the statements when there were more or fewer than expected. */
export async function expectSqlCount<T>(expected: number, work: () => Promise<T>): Promise<T> {
  const { result, statements } = await countSql(work);
  if (statements.length === expected) return result;
  const list = statements.map((text, i) => `  ${i + 1}. ${text.replace(/\s+/g, ' ').trim().slice(0, 160)}`);
  throw new Error(`Expected ${expected} SQL statements, saw ${statements.length}:\n${list.join('\n')}`);
}
