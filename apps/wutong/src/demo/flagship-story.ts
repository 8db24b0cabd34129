import { BorrowService, EntitlementService, GrantOrderService, RequestReadService } from '@wutong/compute-server';
import { Database } from '@wutong/core-server';
import type { Centre } from './centre';
import type { Company } from './company-story';
import { planRequest } from './compute-story';
import { DAY, midnight, type Person, type Stage } from './stage';

/** When the company shown to visitors is picked; it asks for its second grant on the next day. */
const PICKED_DAYS_AGO = 13;
const PUT_FIRST_DAYS_AGO = 5;
const HOURS = 20_000;
const MOST_GPUS = 40;

interface RunningGrant {
  requestId: string;
  organisationId: string;
  gpuClass: string;
}

/**
 * Picks the company that visitors are shown, by what runs some days before today, and plans a second grant of the same GPU
 * class for it, which ends later than the first; the first is put first. Gives what says which company it is, once the story
 * has been played.
 */
export function planFlagship(stage: Stage, centre: Centre, companies: readonly Company[]): () => Company | undefined {
  const [lead] = centre.leads;
  if (!lead) throw new Error('The demo has no lead');
  let flagship: Company | undefined;
  stage.at(stage.daysAgo(PICKED_DAYS_AGO), async (now) => {
    const byId = new Map(companies.map((company) => [company.founder.organisationId, company]));
    const running = (await runningGrants(stage, now)).find(({ organisationId }) => byId.get(organisationId)?.members[0]);
    flagship = running && byId.get(running.organisationId);
    if (!running || !flagship) return;
    const { requestId, organisationId, gpuClass } = running;
    await stage.get(EntitlementService).give(stage.as(lead, now), {
      organisationId, gpuClass, amountMh: BigInt(HOURS) * 1000n, reason: '续训阶段追加额度',
    });
    planRequest(stage, centre, flagship, { gpuClass, gpus: 16, askedDaysAgo: PICKED_DAYS_AGO - 1, days: 35, end: 'granted' });
    const { founder } = flagship;
    stage.at(stage.daysAgo(PUT_FIRST_DAYS_AGO), async (then) => {
      await stage.get(GrantOrderService).setPaysFirst(stage.as(founder, then), { requestId, paysFirst: true });
    });
  });
  return () => flagship;
}

/** Grants that still run some days after today, those first of which most is used; none so large that telemetry would show little else. */
function runningGrants(stage: Stage, now: Date): Promise<RunningGrant[]> {
  return stage.get(Database).read(stage.system(now), (tx) =>
    tx.query<RunningGrant>(
      `select r.id as "requestId", r.organisation_id as "organisationId", g.gpu_class as "gpuClass"
         from compute_request r join compute_grant g on g.id = r.id join tenancy t on t.organisation_id = r.organisation_id
        where r.state = 'active' and t.state = 'active' and r.sized_gpus <= $2 and g.used_mh > 0 and g.ends_at > $1
        order by g.used_mh::float8 / g.granted_mh desc, r.number`,
      [new Date(stage.today.getTime() + 5 * DAY), MOST_GPUS],
    ),
  );
}

/** The founder's running grant has some GPUs on loan beside its own. */
export async function borrowGpus(stage: Stage, founder: Person): Promise<void> {
  const ctx = stage.as(founder, stage.today);
  const request = (await stage.get(RequestReadService).own(ctx)).find(({ state }) => state === 'active');
  if (!request) throw new Error('The demo’s founder has no running grant');
  const endsAt = midnight(stage.today, 4);
  const { gpus } = await stage.get(BorrowService).offer(ctx, request.id, endsAt);
  if (gpus > 0) await stage.get(BorrowService).borrow(ctx, { requestId: request.id, gpus: Math.min(gpus, 8), endsAt });
}
