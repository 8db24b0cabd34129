import { Injectable } from '@nestjs/common';
import { Database, Job, Ledger, ledgerId, type Ctx, type Movement, type Tx } from '@wutong/core-server';
import { computeAccounts } from '../entitlement/compute-accounts';

declare module '@wutong/core-server' {
  interface JobMap {
    'charge.refund': Record<string, never>;
  }
}

/** Further back than that work should have been saved. */
const LOST_HOURS = 24;

interface Refunded {
  readonly organisationId: string;
  readonly gpuClass: string;
  readonly jobs: number;
  readonly gpuMh: bigint;
  /** One of them, for an id that is this booking's own. */
  readonly jobKey: string;
}

/**
 * Gives back what a failed node cost. A run that ended in NODE_FAIL or BOOT_FAIL has lost its last 24 hours, or all of
 * it when it was shorter: whoever saves their work each day has lost no more. That share of its GPU time returns to the
 * quota at once, as a counter-entry, first to what was used beyond grants; that share of its charge is a line of the
 * next statement. Each run once, as it was known when it was refunded.
 */
@Injectable()
export class RefundService {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
  ) {}

  @Job('charge.refund', { cron: '30 5 * * *' })
  async daily(ctx: Ctx): Promise<void> {
    await this.database.write(ctx, (tx) => this.book(ctx, tx));
  }

  /** As the system; gives how many runs were refunded. */
  async book(system: Ctx, tx: Tx): Promise<number> {
    const refunded = await tx.query<Refunded & object>(REFUND, [LOST_HOURS * 3600, system.now]);
    const given = refunded.filter(({ gpuMh }) => gpuMh > 0n);
    const overuses = await this.ledger.balances(system, tx, given.map(({ organisationId, gpuClass }) => computeAccounts(organisationId, gpuClass).overuse));
    await this.ledger.batch(system, tx, given.flatMap((one, nth) => movementsOf(one, overuses[nth]?.posted ?? 0n)));
    return refunded.reduce((sum, { jobs }) => sum + jobs, 0);
  }
}

function movementsOf({ organisationId, gpuClass, jobs, gpuMh, jobKey }: Refunded, overuseMh: bigint): Movement[] {
  const { available, used, overuse } = computeAccounts(organisationId, gpuClass);
  const beyond = overuseMh < 0n ? (gpuMh < -overuseMh ? gpuMh : -overuseMh) : 0n;
  const about = {
    kind: 'transfer' as const, debit: used, cause: { type: 'charge_refund', id: jobKey, event: 'nodeFailure' },
    memo: { en: `Given back: ${jobs === 1 ? '1 job' : `${jobs} jobs`} ended by a failed node`, 'zh-CN': `节点故障退回：${jobs} 个作业` },
  };
  return [
    { ...about, id: ledgerId('charge-refund', jobKey, 'overuse'), credit: overuse, amount: beyond },
    { ...about, id: ledgerId('charge-refund', jobKey), credit: available, amount: gpuMh - beyond },
  ].filter(({ amount }) => amount > 0n);
}

/** $1 the most seconds that are lost, $2 now. */
const REFUND = `
  with lost as (
    insert into charge_refund (job_key, organisation_id, usage_month, grant_id, pool_id, gpu_class, gpu_mh, charge_mfen, refunded_at)
    select job_key, organisation_id, to_char(end_at at time zone 'Asia/Shanghai', 'YYYY-MM'), grant_id, pool_id, gpu_class,
           gpu_mh * least(elapsed_seconds, $1) / greatest(elapsed_seconds, 1),
           (charge_mfen::numeric * least(elapsed_seconds, $1) / greatest(elapsed_seconds, 1))::bigint, $2
      from usage_record u
     where u.state in ('NODE_FAIL', 'BOOT_FAIL') and u.end_at is not null
       and not exists (select from charge_refund r where r.job_key = u.job_key)
    on conflict (job_key) do nothing
    returning organisation_id, gpu_class, gpu_mh, job_key
  )
  select organisation_id as "organisationId", gpu_class as "gpuClass", count(*)::int as jobs, sum(gpu_mh)::bigint as "gpuMh",
         min(job_key) as "jobKey"
    from lost group by 1, 2 order by 1, 2`;
