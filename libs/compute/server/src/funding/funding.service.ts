import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Audit, conflict, Database, invalid, Ledger, ledgerId, notFound, PageArgs, pageOf, parse, readCursor, rowsToFetch, staleVersion,
  type Ctx, type Page, type Tx,
} from '@wutong/core-server';
import { z } from 'zod';
import { addMonths, monthOf, monthSchema } from '../charge/month';
import { fundingAccounts, openFundingAccounts } from './funding-accounts';
import { FundingNotices } from './funding-notices';
import { FundingSource, leftOf, type FundingProgramme } from './funding-source.entity';

const fen = z.bigint().min(1n).max(10n ** 13n);
const reason = z.string().trim().min(1).max(400);
const sharePercent = z.int().min(1).max(100);
const monthCapFen = fen.nullish().transform((value) => value ?? null);
const giveSchema = z.object({
  organisationId: z.uuid(),
  programme: z.string().trim().min(1).max(80),
  kind: z.enum(['voucher', 'subsidy', 'cash']),
  amountFen: fen,
  firstMonth: monthSchema,
  lastMonth: monthSchema.nullish().transform((value) => value ?? null),
  sharePercent: sharePercent.nullish().transform((value) => value ?? 100),
  monthCapFen,
  gpuClasses: z.array(z.string()).max(50).nullish().transform(unique),
  poolIds: z.array(z.uuid()).max(200).nullish().transform(unique),
  reason,
});
const capsSchema = z.object({ id: z.uuid(), version: z.int(), sharePercent, monthCapFen });
const clawBackSchema = z.object({ id: z.uuid(), version: z.int(), reason });

export type NewFundingSource = z.input<typeof giveSchema>;
export type FundingCaps = z.input<typeof capsSchema>;

/**
 * What pays tenants' charges: given by finance with its programme's terms, used when a month is closed, lapsed after its
 * last month, clawed back with a reason. What is used stays used.
 */
@Injectable()
export class FundingService {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly audit: Audit,
    private readonly notices: FundingNotices,
  ) {}

  /** Gives a tenant a source; it pays from the next closing on. Throws INVALID_INPUT naming the field. */
  async give(ctx: Ctx, input: NewFundingSource): Promise<FundingSource> {
    const facts = parse(ctx, giveSchema, input);
    if (facts.lastMonth === null ? facts.kind !== 'cash' : facts.lastMonth < facts.firstMonth) {
      throw invalid(
        'lastMonth', 'Say the last month, not before the first one. Only cash may be without an end.',
        '请填写末月，且不早于首月；仅自有资金可不设期限。',
      );
    }
    return this.database.command(ctx, 'giveFunding', input, async (tx) => {
      await assertTargets(tx, facts);
      if (facts.lastMonth !== null && facts.lastMonth < addMonths(monthOf(ctx.now), -1)) {
        throw invalid('lastMonth', 'These months are over, so it would never pay anything.', '该有效期已过，不会再抵扣任何费用。');
      }
      const [tenant] = await tx.query(`select from organisation where id = $1 and kind = 'tenant'`, [facts.organisationId]);
      if (!tenant || ctx.actor.conflicts.includes(facts.organisationId)) throw notFound();
      const source = tx.of(FundingSource).create({
        ...facts, id: randomUUID(), usedFen: 0n, lapsedFen: 0n, clawedBackFen: 0n, givenByName: ctx.actor.name, givenAt: ctx.now,
        lapsedAt: null, clawedBackAt: null, clawBackReason: null, version: 1,
      });
      const { issued, available } = await openFundingAccounts(ctx, tx, this.ledger, source);
      await this.ledger.transfer(ctx, tx, {
        id: source.id, debit: issued, credit: available, amount: source.amountFen,
        cause: { type: 'funding_source', id: source.id, event: 'give' },
        memo: { en: `Given: ${source.programme}`, 'zh-CN': `发放：${source.programme}` },
      });
      await tx.insert(FundingSource, source);
      await this.record(ctx, tx, 'fundingSource.give', source, facts);
      await this.notices.tellGiven(ctx, tx, source);
      return source;
    });
  }

  /** Changes what it pays at the most of a charge and in a month, from the next closing on. */
  async changeCaps(ctx: Ctx, input: FundingCaps): Promise<FundingSource> {
    const { id, version, sharePercent, monthCapFen } = parse(ctx, capsSchema, input);
    return this.database.command(ctx, 'changeFundingCaps', input, async (tx) => {
      const source = await lockLive(tx, id, version);
      const change = { sharePercent, monthCapFen, version: version + 1 };
      await tx.of(FundingSource).update({ id }, change);
      await this.record(ctx, tx, 'fundingSource.changeCaps', source, { sharePercent, monthCapFen });
      return { ...source, ...change };
    });
  }

  /** Takes back what is left, for good and with a reason; what was used stays. */
  async clawBack(ctx: Ctx, input: z.input<typeof clawBackSchema>): Promise<FundingSource> {
    const { id, version, reason: why } = parse(ctx, clawBackSchema, input);
    return this.database.command(ctx, 'clawBackFunding', input, async (tx) => {
      const source = await lockLive(tx, id, version);
      const left = leftOf(source);
      if (left <= 0n) throw conflict('NOT_NOW', 'Nothing is left of it.', '该资金已无余额。');
      const { issued, available } = fundingAccounts(source);
      await this.ledger.transfer(ctx, tx, {
        id: ledgerId('funding-claw-back', id), debit: available, credit: issued, amount: left,
        cause: { type: 'funding_source', id, event: 'clawBack' },
        memo: { en: `Clawed back: ${why}`, 'zh-CN': `追回：${why}` },
      });
      const change = {
        clawedBackFen: source.clawedBackFen + left, clawedBackAt: ctx.now, clawBackReason: why, version: version + 1,
      };
      await tx.of(FundingSource).update({ id }, change);
      await this.record(ctx, tx, 'fundingSource.clawBack', source, { clawedBackFen: left, reason: why });
      await this.notices.tellClawedBack(ctx, tx, source, why);
      return { ...source, ...change };
    });
  }

  /** Of one tenant, or for the centre of all; those given last first. */
  list(ctx: Ctx, organisationId: string | null, page: PageArgs): Promise<Page<FundingSource>> {
    const after = readCursor(page, 2);
    const whose = ctx.actor.organisationKind === 'centre' ? organisationId : ctx.actor.organisationId;
    return this.database.read(ctx, async (tx) => {
      const list = tx.of(FundingSource).createQueryBuilder('f').where('true')
        .orderBy('f.given_at', 'DESC').addOrderBy('f.id', 'DESC').limit(rowsToFetch(page));
      if (whose) list.andWhere('f.organisation_id = :whose', { whose });
      if (after) list.andWhere('(f.given_at, f.id) < (:at::timestamptz, :id::uuid)', { at: after[0], id: after[1] });
      return pageOf(await list.getMany(), page, ({ givenAt, id }) => [givenAt, id]);
    });
  }

  /** What all sources of a tenant, or for the centre of all tenants, can still pay, in fen. */
  async left(ctx: Ctx, organisationId: string | null): Promise<bigint> {
    const whose = ctx.actor.organisationKind === 'centre' ? organisationId : ctx.actor.organisationId;
    const [sum] = await this.database.read(ctx, (tx) => tx.query<{ fen: bigint }>(LEFT, [whose]));
    return sum?.fen ?? 0n;
  }

  /** What each programme has come to, the largest first. */
  programmes(ctx: Ctx): Promise<FundingProgramme[]> {
    return this.database.read(ctx, (tx) => tx.query<FundingProgramme>(PROGRAMMES));
  }

  private record(ctx: Ctx, tx: Tx, action: string, source: FundingSource, after: Record<string, unknown>): Promise<void> {
    return this.audit.record(ctx, tx, {
      action, subjectType: 'fundingSource', subjectId: source.id, organisationId: source.organisationId, after,
    });
  }
}

const LEFT = `
  select coalesce(sum(amount_fen - used_fen - lapsed_fen - clawed_back_fen), 0)::bigint as fen
    from funding_source where $1::uuid is null or organisation_id = $1`;

const PROGRAMMES = `
  select programme, kind, count(distinct organisation_id)::int as tenants, sum(amount_fen)::bigint as "issuedFen",
         sum(used_fen)::bigint as "usedFen", sum(lapsed_fen)::bigint as "lapsedFen",
         sum(clawed_back_fen)::bigint as "clawedBackFen",
         sum(amount_fen - used_fen - lapsed_fen - clawed_back_fen)::bigint as "leftFen"
    from funding_source group by programme, kind order by sum(amount_fen) desc, programme, kind limit 500`;

function unique(values: readonly string[] | null | undefined): string[] {
  return [...new Set(values)].sort();
}

/** A source that is neither over nor taken back, as the person saw it, locked. */
async function lockLive(tx: Tx, id: string, version: number): Promise<FundingSource> {
  const source = await tx.of(FundingSource).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!source) throw notFound();
  if (source.version !== version) throw staleVersion();
  if (source.lapsedAt || source.clawedBackAt) throw conflict('NOT_NOW', 'It has lapsed or was clawed back.', '该资金已失效或已追回。');
  return source;
}

async function assertTargets(tx: Tx, { gpuClasses, poolIds }: { gpuClasses: string[]; poolIds: string[] }): Promise<void> {
  const [known] = await tx.query<{ classes: bigint; pools: bigint }>(
    `select (select count(*) from gpu_class where code = any($1)) as classes,
            (select count(*) from compute_pool where id = any($2)) as pools`, [gpuClasses, poolIds],
  );
  if (known?.classes !== BigInt(gpuClasses.length)) throw invalid('gpuClasses', 'There is no such GPU class.', '没有该 GPU 型号。');
  if (known.pools !== BigInt(poolIds.length)) throw invalid('poolIds', 'There is no such pool.', '没有该资源池。');
}
