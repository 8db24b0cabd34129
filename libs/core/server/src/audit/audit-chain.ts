import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../context/clock';
import { systemCtx, type Ctx } from '../context/ctx';
import { Database } from '../database/database';
import { canonicalJson } from '../database/stored-json';
import type { Tx } from '../database/tx';
import { Job } from '../jobs/job';

declare module '../jobs/job' {
  interface JobMap {
    'audit.seal': Record<string, never>;
  }
}

export interface AuditVerdict {
  readonly ok: boolean;
  /** Entries whose place in the chain was proved. */
  readonly sealed: number;
  /** The newest entries, which the next sealing will chain: nothing can be proved of them yet. */
  readonly unsealed: number;
  /** Where the chain first does not hold; null when all of it does. */
  readonly broken: { readonly seq: bigint; readonly entryId: bigint; readonly problem: AuditProblem } | null;
  /** The last link. Noted elsewhere, it proves later that the end of the chain was not cut off. */
  readonly head: { readonly seq: bigint; readonly hash: string } | null;
}

/**
 * `changed`: entry and hash do not fit. `missing`: the entry is gone. `gap`: a link is gone.
 * `never-sealed`: an entry stands outside the chain. `cut`: the noted head is not in the chain.
 */
export type AuditProblem = 'changed' | 'missing' | 'gap' | 'never-sealed' | 'cut';

interface Link {
  seq: bigint;
  hash: Buffer;
}

interface Entry {
  id: bigint;
  at: Date;
  [column: string]: unknown;
}

const BATCH = 2_000;
const COLUMNS = `e.id, e.at, e.action, e.subject_type, e.subject_id, e.organisation_id, e.actor_kind, e.actor_id,
  e.actor_name, e.request_id, e.before, e.after`;

/**
 * hash(n) = sha256(hash(n − 1) ‖ canonical JSON of entry n), hash(0) = 32 zero bytes. Entries are chained after
 * their commit, by one sealer at a time, so that writers never wait for one another. A row in audit_unsealed,
 * made by a trigger with the entry, says that its link is still to come.
 */
@Injectable()
export class AuditChain {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Chains every committed entry that is not in the chain yet, in the order of their ids; gives how many. */
  async seal(now: Date = this.clock.now()): Promise<number> {
    for (let total = 0; ; ) {
      const sealed = await this.database.write(systemCtx(now), (tx) => this.sealBatch(tx, now));
      total += sealed;
      if (sealed < BATCH) return total;
    }
  }

  @Job('audit.seal', { cron: '* * * * *', retries: 0 })
  async sealByTheClock(ctx: Ctx): Promise<void> {
    await this.seal(ctx.now);
  }

  /**
   * Follows the whole chain and tells where it first does not hold. `expectHead`, a head noted at an earlier time, must
   * still be in it.
   */
  async verify(now: Date = this.clock.now(), expectHead?: { seq: bigint; hash: string }): Promise<AuditVerdict> {
    return this.database.read(systemCtx(now), async (tx) => {
      let prev: Link = GENESIS;
      let broken: AuditVerdict['broken'] = null;
      let noted = expectHead === undefined;
      while (!broken) {
        const rows = await linksAfter(tx, prev.seq);
        if (rows.length === 0) break;
        for (const { seq, hash, entry_id: entryId, ...entry } of rows) {
          const problem = problemOf(prev, { seq, hash }, entry);
          if (problem) {
            broken = { seq: prev.seq + 1n, entryId, problem };
            break;
          }
          prev = { seq, hash };
          noted ||= expectHead?.seq === seq && expectHead.hash === hash.toString('hex');
        }
      }
      broken ??= await strayEntry(tx, prev.seq);
      if (!broken && !noted) broken = { seq: prev.seq, entryId: 0n, problem: 'cut' };
      const [tail] = await tx.query<{ count: number }>(`select count(*)::int as count from audit_unsealed`);
      return {
        ok: broken === null,
        sealed: Number(prev.seq),
        unsealed: tail?.count ?? 0,
        broken,
        head: prev.seq === 0n ? null : { seq: prev.seq, hash: prev.hash.toString('hex') },
      };
    });
  }

  private async sealBatch(tx: Tx, now: Date): Promise<number> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('wutong.audit.seal'))`);
    const [last] = await tx.query<Link>(`select seq, hash from audit_seal order by seq desc limit 1`);
    const entries = await tx.query<Entry>(
      `with taken as (
         delete from audit_unsealed where entry_id in (select entry_id from audit_unsealed order by entry_id limit $1)
         returning entry_id)
       select ${COLUMNS} from audit_entry e join taken on taken.entry_id = e.id order by e.id`,
      [BATCH],
    );
    let { seq, hash } = last ?? GENESIS;
    const seals = entries.map((entry) => {
      seq += 1n;
      hash = linkHash(hash, entry);
      return { seq, entryId: entry.id, hash };
    });
    await tx.query(
      `insert into audit_seal (seq, entry_id, hash, sealed_at)
       select seq, entry_id, hash, $4 from unnest($1::bigint[], $2::bigint[], $3::bytea[]) as s (seq, entry_id, hash)`,
      [seals.map((s) => s.seq), seals.map((s) => s.entryId), seals.map((s) => s.hash), now],
    );
    return entries.length;
  }
}

const GENESIS: Link = { seq: 0n, hash: Buffer.alloc(32) };

function linkHash(prev: Buffer, entry: Entry): Buffer {
  return createHash('sha256').update(prev).update(canonicalJson(entry)).digest();
}

function linksAfter(tx: Tx, seq: bigint): Promise<(Link & Entry & { entry_id: bigint })[]> {
  return tx.query(
    `select s.seq, s.hash, s.entry_id, ${COLUMNS} from audit_seal s left join audit_entry e on e.id = s.entry_id
     where s.seq > $1 order by s.seq limit $2`,
    [seq, BATCH],
  );
}

function problemOf(prev: Link, link: Link, entry: Entry | { id: null }): AuditProblem | null {
  if (link.seq !== prev.seq + 1n) return 'gap';
  if (entry.id === null) return 'missing';
  return linkHash(prev.hash, entry as Entry).equals(link.hash) ? null : 'changed';
}

/** An entry that is neither chained nor waiting to be: somebody put it there, or took its link away. */
async function strayEntry(tx: Tx, seq: bigint): Promise<AuditVerdict['broken']> {
  const [stray] = await tx.query<{ id: bigint }>(
    `select e.id from audit_entry e
     where not exists (select from audit_seal s where s.entry_id = e.id)
       and not exists (select from audit_unsealed u where u.entry_id = e.id)
     order by e.id limit 1`,
  );
  return stray ? { seq, entryId: stray.id, problem: 'never-sealed' } : null;
}
