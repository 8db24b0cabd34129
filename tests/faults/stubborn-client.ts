import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { GraphqlAnswer, Visitor } from '@wutong/core-testing';

/** What a command was and what came back in the end. */
export interface Sent {
  readonly visitor: Visitor;
  readonly document: string;
  readonly input: object;
  readonly key: string;
  readonly answer: unknown;
  /** How often it was sent. */
  readonly attempts: number;
}

/** Sends commands and does not give up: whatever breaks, the same command goes again under the same key. */
export class StubbornClients {
  readonly sent: Sent[] = [];

  constructor(private readonly afterEach: (done: number) => void) {}

  async command<T>(visitor: Visitor, document: string, input: object = {}): Promise<T> {
    const key = randomUUID();
    for (let attempts = 1; ; attempts++) {
      if (attempts > 2_000) throw new Error(`No answer to ${document}`);
      const answer = await ask<T>(visitor, document, input, key);
      if (answer) {
        this.sent.push({ visitor, document, input, key, answer, attempts });
        this.afterEach(this.sent.length);
        return answer;
      }
      await pause(50);
    }
  }
}

/** The answer, or null where the server did not get to give one. Throws what it says against the command. */
export async function ask<T>(visitor: Visitor, document: string, input: object, key: string): Promise<T | null> {
  let answer: GraphqlAnswer<T>;
  try {
    answer = await visitor.ask<T>(document, input, { 'idempotency-key': key });
  } catch {
    return null;
  }
  const [error] = answer.errors;
  if (!error) return answer.data;
  if (error.extensions.code === 'INTERNAL') return null;
  throw new Error(`${document}: ${error.extensions.code} ${error.message}`);
}
