import { Injectable } from '@nestjs/common';
import { Database, invalid, notFound, type Ctx, type Tx } from '@wutong/core-server';
import { ComputeReclaim, type ReclaimReplyKind } from './compute-reclaim.entity';
import { ReclaimHours } from './reclaim-hours';
import { ReclaimMoves, type ReclaimEvent } from './reclaim-moves';
import { ReclaimRules } from './reclaim-rules.service';

interface Seen {
  id: string;
  version: number;
}
type Reasoned = Seen & { reason: string };
type Amount = Reasoned & { takeMh: bigint };

/**
 * What people do about idle hours. The founder answers: says why, promises a plan, or gives back some or all at once. On
 * an answer an operator recommends and somebody else decides, with a reason, what is kept and what goes back. What went
 * back can be restored while the quota and the pool still have it.
 */
@Injectable()
export class ReclaimService {
  constructor(
    private readonly database: Database,
    private readonly moves: ReclaimMoves,
    private readonly hours: ReclaimHours,
    private readonly rules: ReclaimRules,
  ) {}

  /** Answers a notice. Giving back at least what was asked ends the case; less leaves the rest to be decided. */
  reply(
    ctx: Ctx, input: Seen & { kind: ReclaimReplyKind; reply: string; giveBackMh?: bigint | null },
  ): Promise<ComputeReclaim> {
    return this.database.command(ctx, 'replyComputeReclaim', input, async (tx) => {
      const reclaim = await reclaimOf(tx, input.id);
      if (reclaim.organisationId !== ctx.actor.organisationId) throw notFound();
      const reply = input.reply.trim().slice(0, 4000);
      if (!reply) throw invalid('reply', 'Write your answer.', '请填写答复。');
      const gives = input.kind === 'give_back';
      const mh = gives ? (input.giveBackMh ?? 0n) : 0n;
      if (gives) assertAmount('giveBackMh', mh, 1n, reclaim.heldMh);
      const event = gives && mh >= reclaim.idleMh ? 'giveBack' : 'reply';
      this.moves.assertOpen(ctx, reclaim, event, input.version);
      const { userId, name } = ctx.actor;
      const taken = gives ? await this.hours.takeBack(ctx, tx, reclaim, mh, await this.rules.returnsTo(tx, reclaim)) : null;
      return this.moves.make(ctx, tx, reclaim, event, {
        version: input.version, reason: reply, data: { kind: input.kind, ...(gives ? { giveBackMh: mh.toString() } : {}) },
        set: { replyKind: input.kind, reply, repliedBy: userId, repliedByName: name, repliedAt: ctx.now, ...taken },
      });
    });
  }

  /** An operator says what should become of the hours; 0 to leave them. */
  recommend(ctx: Ctx, input: Amount): Promise<ComputeReclaim> {
    return this.move(ctx, 'recommendComputeReclaim', 'recommend', input, (_, reclaim) => {
      assertAmount('takeMh', input.takeMh, 0n, reclaim.heldMh);
      const { userId, name } = ctx.actor;
      return Promise.resolve({ recommendedMh: input.takeMh, recommendedBy: userId, recommendedByName: name });
    });
  }

  /** Decides what is taken back; 0 keeps all. Somebody else than who recommended. */
  decide(ctx: Ctx, input: Amount): Promise<ComputeReclaim> {
    const event = input.takeMh > 0n ? 'takeBack' : 'keep';
    return this.move(ctx, 'decideComputeReclaim', event, input, async (tx, reclaim) => {
      assertAmount('takeMh', input.takeMh, 0n, reclaim.heldMh);
      const decided = { decidedBy: ctx.actor.userId, decidedByName: ctx.actor.name, decidedAt: ctx.now };
      if (event === 'keep') return decided;
      const taken = await this.hours.takeBack(ctx, tx, reclaim, input.takeMh, await this.rules.returnsTo(tx, reclaim));
      if (!taken) throw invalid('takeMh', 'Nothing is held any more. Keep it as it is.', '已无冻结的卡时，请选择保留。');
      return { ...decided, ...taken };
    });
  }

  /** Takes a notice back that should not have been given. */
  withdraw(ctx: Ctx, input: Reasoned): Promise<ComputeReclaim> {
    return this.move(ctx, 'withdrawComputeReclaim', 'withdraw', input, () => Promise.resolve({}));
  }

  /** Gives what was taken back to the grant again, as far as nobody else has got it. */
  restore(ctx: Ctx, input: Reasoned): Promise<ComputeReclaim> {
    return this.move(ctx, 'restoreComputeReclaim', 'restore', input, async (tx, reclaim) => {
      await this.hours.restore(ctx, tx, reclaim);
      return {};
    });
  }

  /** One move by the centre; `prepare` does what it is about and gives what is kept of it. */
  private move<I extends Reasoned>(
    ctx: Ctx, command: string, event: ReclaimEvent, input: I,
    prepare: (tx: Tx, reclaim: ComputeReclaim) => Promise<Partial<ComputeReclaim>>,
  ): Promise<ComputeReclaim> {
    return this.database.command(ctx, command, input, async (tx) => {
      const reclaim = await reclaimOf(tx, input.id);
      this.moves.assertOpen(ctx, reclaim, event, input.version);
      const set = await prepare(tx, reclaim);
      return this.moves.make(ctx, tx, reclaim, event, { version: input.version, reason: input.reason, set });
    });
  }
}

/** A case that the actor may see. Throws NOT_FOUND. */
export async function reclaimOf(tx: Tx, id: string): Promise<ComputeReclaim> {
  const reclaim = await tx.of(ComputeReclaim).findOneBy({ id });
  if (!reclaim) throw notFound();
  return reclaim;
}

function assertAmount(field: string, mh: bigint, least: bigint, most: bigint): void {
  if (mh >= least && mh <= most) return;
  throw invalid(field, 'This must be at most what the grant held at the notice.', '不得超过通知时该资源冻结的卡时。');
}
