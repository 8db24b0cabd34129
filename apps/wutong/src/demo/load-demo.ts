import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '@wutong/core-server';
import { playBills } from './bill-story';
import { offerDemoPeople, openCentre, openRounds } from './centre';
import { giveFundingTo, planCharging } from './charging-story';
import { openCompany, planCompany, type Company, type Destiny } from './company-story';
import { openCompute } from './compute-centre';
import { setBudgets } from './budget-story';
import { planCycles, proposeCycle } from './planning-story';
import { borrowGpus, planFlagship } from './flagship-story';
import { planReclaims } from './reclaim-story';
import { Stage } from './stage';
import { measureGpus } from './telemetry-story';
import { planUsage } from './usage-story';

/** The same incubator in every run. */
const SEED = 20_261_123;

/** How many applications that did not become tenancies end in each state: every state of the machine. */
const APPLICATIONS: Readonly<Record<string, { count: number; from: number; to: number }>> = {
  draft: { count: 2, from: 2, to: 20 },
  submitted: { count: 4, from: 7, to: 9 },
  screening: { count: 4, from: 9, to: 12 },
  info_requested: { count: 2, from: 11, to: 12 },
  due_diligence: { count: 4, from: 14, to: 18 },
  panel: { count: 3, from: 20, to: 24 },
  waitlisted: { count: 2, from: 40, to: 60 },
  offered: { count: 2, from: 23, to: 26 },
  ineligible: { count: 1, from: 13, to: 14 },
  appealed: { count: 1, from: 20, to: 22 },
  declined: { count: 1, from: 16, to: 19 },
  closed: { count: 1, from: 90, to: 120 },
  dismissed: { count: 1, from: 90, to: 120 },
  discarded: { count: 1, from: 60, to: 70 },
  withdrawn: { count: 1, from: 50, to: 60 },
  lapsed: { count: 1, from: 90, to: 120 },
  offer_declined: { count: 1, from: 100, to: 120 },
  offer_expired: { count: 1, from: 100, to: 120 },
};

/** Sixty tenancies: most of them active. */
const TENANCIES: Readonly<Record<string, { count: number; from: number; to: number }>> = {
  active: { count: 44, from: 90, to: 400 },
  onboarding: { count: 3, from: 33, to: 36 },
  under_review: { count: 3, from: 220, to: 380 },
  suspended: { count: 2, from: 200, to: 300 },
  graduating: { count: 2, from: 300, to: 400 },
  alumni: { count: 4, from: 390, to: 410 },
  cancelled: { count: 1, from: 120, to: 160 },
  terminated: { count: 1, from: 320, to: 360 },
};

/** Loads an incubator in full swing, through the services that people use. Needs a migrated database without a centre. */
export async function loadDemo(app: INestApplicationContext, today: Date): Promise<void> {
  const stage = new Stage(app, today, SEED);
  const centre = await openCentre(stage);
  const roundAt = await openRounds(stage, centre);
  const { pools, suppliers } = await openCompute(stage, centre);
  const companies: Company[] = [];
  for (const destiny of destinies(stage)) companies.push(await openCompany(stage, companies.length, destiny));
  for (const company of companies) planCompany(stage, centre, company, roundAt);
  planUsage(stage, centre, pools);
  planReclaims(stage, centre, companies.map(({ founder }) => founder));
  planCycles(stage, centre, companies.map(({ founder }) => founder));
  planCharging(stage, centre, companies.map(({ founder }) => founder));
  const shown = planFlagship(stage, centre, companies);
  await stage.play();
  await playBills(stage, centre, suppliers);
  await proposeCycle(stage, centre);
  await readOldNotifications(stage);
  const flagship = shown();
  const member = flagship?.members[0];
  if (!flagship || !member) throw new Error('The demo has no tenant with a running grant');
  await giveFundingTo(stage, centre, flagship.founder);
  await setBudgets(stage, flagship.founder);
  await borrowGpus(stage, flagship.founder);
  await measureGpus(stage, flagship.founder.organisationId);
  await offerDemoPeople(stage, centre, { founder: flagship.founder, member, supplier: suppliers[1] });
}

function destinies(stage: Stage): Destiny[] {
  const spread = (from: number, to: number): number => stage.random.int(from, to);
  const tenants = Object.entries(TENANCIES).flatMap(([tenancy, { count, from, to }]) =>
    Array.from({ length: count }, () => ({ application: 'accepted', tenancy, daysAgo: spread(from, to) })),
  );
  const others = Object.entries(APPLICATIONS).flatMap(([application, { count, from, to }]) =>
    Array.from({ length: count }, () => ({ application, daysAgo: spread(from, to) })),
  );
  return [...tenants, ...others];
}

/** People have read what they were told more than a week ago. */
async function readOldNotifications(stage: Stage): Promise<void> {
  await stage.get(Database).write(stage.system(stage.today), (tx) =>
    tx.query(`update notification set read_at = created_at + interval '3 hours' where read_at is null and created_at < $1`, [
      new Date(stage.today.getTime() - 7 * 86_400_000),
    ]),
  );
}
