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

/** What breaks once so many commands have been answered. */
export interface Fault {
  readonly after: number;
  readonly happen: () => Promise<void>;
}

/** How many commands may go out while something breaks: the rest wait, so that every fault has some that feel it. */
const AMID = 30;

/** Sends commands and does not give up: whatever breaks, the same command goes again under the same key. */
export class StubbornClients {
  readonly sent: Sent[] = [];
  /** How many commands had been answered when each fault was over. */
  readonly overAfter: number[] = [];
  private begun = 0;
  private breaking: Promise<void> = Promise.resolve();

  constructor(private readonly faults: readonly Fault[]) {}

  async command<T>(visitor: Visitor, document: string, input: object = {}): Promise<T> {
    const key = randomUUID();
    const place = this.begun++;
    const due = this.faults.filter(({ after }) => after + AMID <= place).length;
    while (this.overAfter.length < due) await Promise.race([this.breaking, pause(20)]);
    for (let attempts = 1; ; attempts++) {
      if (attempts > 2_000) throw new Error(`No answer to ${document}`);
      const answer = await ask<T>(visitor, document, input, key);
      if (answer) {
        this.sent.push({ visitor, document, input, key, answer, attempts });
        const fault = this.faults.find(({ after }) => after === this.sent.length);
        if (fault) this.breaking = this.breaking.then(fault.happen).then(() => void this.overAfter.push(this.sent.length));
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
