import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, Job, OnEvent, WorkflowService, type Ctx, type EventMap, type Tx } from '@wutong/core-server';
import { freeCapacity, recallable } from '../pool/free-capacity.queries';
import { GRANT_ENDS } from '../request/request-moves';
import type { ToldBy } from '../telemetry/dcgm';
import { dayOf } from '../telemetry/telemetry-ingest.service';
import { IsNull } from 'typeorm';
import type { HeldHour } from './activity';
import { adviceOn } from './advice';
import { detectWaste, type Waste } from './detect';
import type { JobUse, PoolOffer } from './job-use';
import { WasteFinding, type WasteEvidence } from './waste-finding.entity';
import { wasteFindingCase } from './waste-finding.workflow';
import type { WastePolicy } from './waste-policy.entity';
import { WastePolicyService } from './waste-policy.service';
import { GRANTS, HELD_HOURS, JOB_USERS, OFFERS, TENANTS } from './waste.queries';

declare module '@wutong/core-server' {
  interface JobMap {
    'waste.detect': Record<string, never>;
  }
}

interface HourRow extends HeldHour {
  cluster: string;
  holder: string;
  gpu: string;
  toldBy: ToldBy;
  grantId: string | null;
  poolId: string;
  memoryUsedMib: number | null;
  memoryTotalMib: number | null;
}
interface GrantRow {
  id: string;
  gpus: number;
  state: string;
  closedAt: Date | null;
}
type Offer = PoolOffer & { isOpen: boolean };

const DAY_MS = 86_400_000;
const SHOWN_JOBS = 6;

/**
 * Looks once a day at what every tenant made of its GPUs in the last weeks. A fault of a grant is one finding that lives
 * on with new numbers while it is seen, and expires when it is not seen any more or its grant has ended. What the
 * tenant called expected is not opened again before its snooze is over.
 */
@Injectable()
export class WasteDetectionService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly policies: WastePolicyService,
  ) {}

  /** Of all tenants, each in a transaction of its own. */
  @Job('waste.detect', { cron: '20 5 * * *', leaseSeconds: 3600 })
  async detect(ctx: Ctx): Promise<void> {
    const policy = await this.policies.current(ctx);
    const since = sinceOf(ctx, policy);
    const offers = await this.database.read(ctx, (tx) => offersOf(ctx, tx));
    const tenants = await this.database.read(ctx, (tx) => tx.query<{ id: string }>(TENANTS, [dayOf(since)]));
    for (const { id } of tenants) await this.database.write(ctx, (tx) => this.detectFor(ctx, tx, id, policy, offers));
  }

  @OnEvent('computeRequest.moved', ({ state }) => GRANT_ENDS.has(state))
  async grantEnded(ctx: Ctx, tx: Tx, { requestId }: EventMap['computeRequest.moved']): Promise<void> {
    const findings = await tx.of(WasteFinding).createQueryBuilder('f')
      .where(`f.grant_id = :requestId and f.closed_at is null`, { requestId })
      .andWhere(`exists (select 1 from compute_grant g where g.id = f.grant_id and g.closed_at is not null)`).getMany();
    for (const finding of findings) await this.expire(ctx, tx, finding);
  }

  private async detectFor(ctx: Ctx, tx: Tx, organisationId: string, policy: WastePolicy, offers: readonly Offer[]): Promise<void> {
    const since = sinceOf(ctx, policy);
    const grants = new Map((await tx.query<GrantRow>(GRANTS, [organisationId])).map((grant) => [grant.id, grant]));
    const jobs = await jobsOf(tx, organisationId, since, offers);
    const live = await tx.of(WasteFinding).findBy({ organisationId, closedAt: IsNull() });
    const known = new Map(live.map((finding) => [keyOf(finding), finding]));
    const seen = new Set<string>();
    for (const waste of detectWaste(jobs, offers.filter(({ isOpen, poolId }) => isOpen || jobs.some((job) => job.poolId === poolId)), policy.rules)) {
      const grant = waste.grantId === null ? null : grants.get(waste.grantId);
      // The first of a kind and grant is the one that loses most.
      if (grant?.closedAt || grant?.state === 'change_pending' || seen.has(keyOf(waste))) continue;
      seen.add(keyOf(waste));
      await this.keep(ctx, tx, organisationId, waste, grant?.gpus ?? null, policy, known.get(keyOf(waste)));
    }
    for (const finding of live) if (!seen.has(keyOf(finding))) await this.expire(ctx, tx, finding);
  }

  private async keep(
    ctx: Ctx, tx: Tx, organisationId: string, waste: Waste, grantGpus: number | null, policy: WastePolicy,
    known: WasteFinding | undefined,
  ): Promise<void> {
    const facts = {
      severity: waste.severity, gpuClass: waste.gpuClass, fromAt: new Date(waste.from * 1000), toAt: new Date(waste.to * 1000),
      jobs: waste.jobs.length, heldMh: mh(waste.heldSeconds), lostMh: mh(waste.lostSeconds), lostFen: waste.lostFen,
      evidence: evidenceOf(waste), advice: adviceOn(waste, grantGpus, policy.rules), policyVersion: policy.version, seenAt: ctx.now,
    };
    if (known) {
      await tx.of(WasteFinding).update({ id: known.id }, facts);
      if (known.state === 'acknowledged' && known.snoozedUntil && known.snoozedUntil <= ctx.now) {
        await this.workflow.perform(ctx, tx, wasteFindingCase, { ...known, ...facts }, 'reopen', { set: { snoozedUntil: null } });
      }
      return;
    }
    const finding = tx.of(WasteFinding).create({
      id: randomUUID(), organisationId, state: 'open', version: 1, kind: waste.kind, grantId: waste.grantId, poolId: waste.poolId,
      openedAt: ctx.now, answer: null, answeredByName: null, snoozedUntil: null, closedAt: null, ...facts,
    });
    await tx.insert(WasteFinding, finding);
    await this.workflow.begin(ctx, tx, wasteFindingCase, finding);
  }

  private async expire(ctx: Ctx, tx: Tx, finding: WasteFinding): Promise<void> {
    await this.workflow.perform(ctx, tx, wasteFindingCase, finding, 'expire', { set: { closedAt: ctx.now } });
  }
}

function sinceOf(ctx: Ctx, { rules }: WastePolicy): Date {
  return new Date(ctx.now.getTime() - rules.lookBackDays * DAY_MS);
}

function keyOf({ kind, grantId, poolId }: Pick<Waste, 'kind' | 'grantId' | 'poolId'>): string {
  return `${kind} ${grantId ?? poolId}`;
}

async function offersOf(ctx: Ctx, tx: Tx): Promise<Offer[]> {
  const offers = await tx.query<Omit<Offer, 'freeGpus'>>(OFFERS, [ctx.now]);
  const window = { startsAt: ctx.now, endsAt: new Date(ctx.now.getTime() + 14 * DAY_MS) };
  const pools = offers.map(({ poolId }) => poolId);
  const free = new Map((await freeCapacity(tx, pools, window, recallable(ctx.now))).map(({ poolId, gpus }) => [poolId, gpus]));
  return offers.map((offer) => ({ ...offer, freeGpus: offer.isOpen ? (free.get(offer.poolId) ?? 0) : 0 }));
}

async function jobsOf(tx: Tx, organisationId: string, since: Date, offers: readonly Offer[]): Promise<JobUse[]> {
  const pools = new Map(offers.map((offer) => [offer.poolId, offer]));
  const rows = await tx.query<HourRow>(HELD_HOURS, [organisationId, since]);
  const users = new Map((await tx.query<{ cluster: string; holder: string; user: string }>(JOB_USERS, [organisationId, since]))
    .map(({ cluster, holder, user }) => [`${cluster}\n${holder}`, user]));
  const jobs = new Map<string, { first: HourRow; tracks: Map<string, HourRow[]> }>();
  for (const row of rows) {
    const key = `${row.cluster}\n${row.holder}`;
    const job = jobs.get(key) ?? { first: row, tracks: new Map<string, HourRow[]>() };
    jobs.set(key, job);
    const track = job.tracks.get(row.gpu);
    if (track) track.push(row);
    else job.tracks.set(row.gpu, [row]);
  }
  return [...jobs].flatMap(([key, { first, tracks }]) => {
    const pool = pools.get(first.poolId);
    if (!pool) return [];
    const all = [...tracks.values()].flat();
    return {
      holder: first.holder, user: users.get(key) ?? '', grantId: first.grantId, poolId: pool.poolId, gpuClass: pool.gpuClass,
      fenPerGpuHour: pool.fenPerGpuHour, tracks: [...tracks].map(([gpu, hours]) => ({ gpu, hours })),
      toldBy: (['node', 'index'] as const).find((way) => all.some(({ toldBy }) => toldBy === way)) ?? 'label',
      memoryUsedMib: highest(all.map(({ memoryUsedMib }) => memoryUsedMib)), memoryTotalMib: highest(all.map(({ memoryTotalMib }) => memoryTotalMib)),
    };
  });
}

function highest(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((a, b) => (b === null ? a : Math.max(a ?? 0, b)), null);
}

function evidenceOf({ jobs, curve, busyGpus, workingPercent }: Waste): WasteEvidence {
  return {
    jobs: jobs.slice(0, SHOWN_JOBS), at: curve.map(([at]) => at), percent: curve.map(([, percent]) => percent),
    gpus: curve.map(([, , gpus]) => gpus), busyGpus, workingPercent: workingPercent === null ? null : Math.round(workingPercent),
  };
}

/** GPU-milli-hours of GPU-seconds. */
function mh(seconds: number): bigint {
  return BigInt(Math.round(seconds / 3.6));
}
