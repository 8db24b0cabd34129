import type { ComputeStatementQuery } from './statement.query.graphql';

export type Entry = ComputeStatementQuery['computeStatement']['nodes'][number];

/** One thing that happened to a balance, in GPU-milli-hours. */
export interface Line {
  id: string;
  at: string;
  /** Given by the centre, or taken back. */
  given: bigint;
  /** Metered. */
  used: bigint;
  /** Set aside, or let go when below zero. */
  held: bigint;
  /** Change of what is left. */
  change: bigint;
  heldAfter: bigint;
  leftAfter: bigint;
  memo: string | null;
  event: string;
  causeType: string;
  causeId: string;
}

/**
 * The entries of an account, newest first, as people count: what one cause did at one moment is one line. A use posts
 * part of a hold and holds the rest anew; together they take from what is held and leave what is left as it was.
 */
export function linesOf(entries: readonly Entry[]): Line[] {
  const lines: Line[] = [];
  for (const entry of entries) {
    const line = toLine(entry);
    const newer = lines.at(-1);
    if (newer && isSame(newer, line)) {
      newer.given += line.given;
      newer.used += line.used;
      newer.held += line.held;
      newer.change += line.change;
      newer.id = line.id;
    } else lines.push(line);
  }
  return lines;
}

function toLine(entry: Entry): Line {
  const posted = BigInt(entry.posted);
  const isUse = entry.counterCode === 'used';
  return {
    id: entry.id,
    at: entry.at,
    given: isUse ? 0n : posted,
    used: isUse ? -posted : 0n,
    held: BigInt(entry.pending),
    change: BigInt(entry.change),
    heldAfter: BigInt(entry.pendingAfter),
    leftAfter: BigInt(entry.availableAfter),
    memo: entry.memo ?? null,
    event: entry.event,
    causeType: entry.causeType,
    causeId: entry.causeId,
  };
}

function isSame(one: Line, other: Line): boolean {
  return one.at === other.at && one.causeId === other.causeId && one.event === other.event;
}
