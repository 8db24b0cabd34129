import { afterAll, beforeAll, expect } from '@jest/globals';
import { until, type Visitor } from '@wutong/core-testing';
import type { Page } from 'playwright-core';
import { admit, hireStaff, mutate, type Company } from './admit';
import { openCentre, openRound, type Centre } from './centre';
import { choose, confirm, fill, press, sees, story } from './chapters';
import { moveRequest, sizedRequest } from './gpu-request';
import { openPool } from './pool';
import { sacct } from './sacct';

const CLUSTER = 'riverside';
const HOUR = 3_600_000;

let centre: Centre;
let company: Company;
let people: Record<'operator' | 'lead', Visitor>;
let founder: Page;
let operator: Page;
let lead: Page;
let used: Grant;
let unused: Grant;
let casePath: string;

interface Grant {
  id: string;
  number: string;
  account: string;
}

const { chapter, window } = story('reclaim-and-budgets', () => centre.journey);

beforeAll(async () => {
  centre = await openCentre();
  const staff = await hireStaff(centre);
  await openRound(staff.lead);
  const operates = await centre.join({ email: 'qin@centre.example', name: 'Qin Lan', roles: ['platform_operator'] });
  people = { operator: operates, lead: staff.lead };
  company = await admit(centre, staff, { nameZh: '上海潮汐智能科技有限公司', nameEn: 'Tidal Models', email: 'lin@tidal.example' });
  await openPool(centre, operates, { cluster: CLUSTER, gpus: 16 });
  await mutate(staff.lead, 'giveComputeEntitlement', 'GiveComputeEntitlementInput', 'id', {
    organisationId: company.organisationId, gpuClass: 'h100', amountMh: '8000000', reason: 'Quota of the year',
  });
  [used, unused] = [await grant(), await grant()];
}, 240_000);
afterAll(() => centre?.close(), 60_000);

chapter('a founder sets a budget for the month, and when to be told', async () => {
  founder = await window('founder', { as: company.founder });
  await founder.goto('/compute');
  await sees(founder, 'No budget yet');
  await press(founder, 'Set a budget');
  await fill(founder, 'Amount a month', '4');
  await fill(founder, 'Tell me at', '50, 90');
  await confirm(founder, 'Save');
  await sees(founder, 'H100 · Whole company', 'Told at 50% · 90%', /^0 \/ 4 H100/);
});

chapter('usage passes the half of it: the founder is told once, however often it is looked at', async () => {
  const response = await people.operator.fetch('/v1/usage', {
    method: 'POST', headers: { 'content-type': 'text/plain' }, body: sacct({ id: 1, cluster: CLUSTER, account: used.account, gpus: 8, hours: 0.25 }),
  });
  expect(await response.json()).toMatchObject({ added: 1, problemCount: 0 });
  for (let looks = 0; looks < 2; looks += 1) await runNow('computeBudget.look');
  await centre.mail.mailTo('lin@tidal.example', 'H100预算已用 50%');
  await founder.goto('/compute');
  await sees(founder, /^2 \/ 4 H100/);
  await founder.getByRole('button', { name: /^Notifications/ }).click();
  await sees(founder, 'The budget for H100 is 50% used');
  expect(await founder.getByRole('listitem').filter({ hasText: 'The budget for H100 is 50% used' }).count()).toBe(1);
  await founder.keyboard.press('Escape');
});

chapter('a lead sets the rule for idle hours; in the morning both grants have a notice', async () => {
  lead = await window('lead', { as: people.lead });
  await lead.goto('/compute/reclaims');
  await sees(lead, 'There is no rule yet');
  await press(lead, 'Set a rule');
  await fill(lead, 'Working days to answer', '3');
  await confirm(lead, 'Save');
  await sees(lead, /from 50% of the window on, with less than 40% used: notice, 3 working days/);
  await tenDaysPass();
  await runNow('computeReclaim.look');
  await lead.reload();
  await sees(lead, used.number, unused.number);
  expect(await lead.getByRole('row').filter({ hasText: 'Tidal Models' }).count()).toBe(2);
});

chapter('the founder gives a part back, which is in the quota at once', async () => {
  await founder.goto('/compute');
  await sees(founder, `3,840 H100 GPU-hours of ${unused.number} lie idle`);
  await founder.goto(`/compute/requests/${used.id}`);
  await founder.getByRole('link', { name: /lie idle|H100 GPU-hours ·/ }).first().click();
  await sees(founder, /Please answer: 3,83\d/);
  casePath = new URL(founder.url()).pathname;
  await press(founder, 'Answer');
  await choose(founder, 'Answer', 'Give some or all of it back');
  await fill(founder, 'GPU-hours to give back', '1000');
  await fill(founder, 'Your reasons', 'The data came late; we need half of the rest.');
  await confirm(founder, 'Give back');
  await sees(founder, 'Your answer is with the centre', 'Went back', '1,000 H100 GPU-hours');
  await founder.goto('/compute');
  await sees(founder, '1,320');
});

chapter('an operator recommends, the lead decides, and the grant keeps what it needs', async () => {
  operator = await window('operator', { as: people.operator });
  await operator.goto(casePath);
  await sees(operator, 'The company has answered', 'The data came late; we need half of the rest.');
  await press(operator, 'Recommend');
  await fill(operator, 'GPU-hours to take back', '1500');
  await operator.getByRole('dialog').getByRole('textbox', { name: /Reason/ }).fill('Half of the rest is enough at this pace.');
  await confirm(operator, 'Recommend');
  await lead.goto(casePath);
  await press(lead, 'Decide');
  await sees(lead, 'Recommended by Qin Lan');
  await lead.getByRole('dialog').getByRole('textbox', { name: /Reason/ }).fill('Agreed.');
  await confirm(lead, 'Take back');
  await sees(lead, 'The hours went back', '2,500 H100 GPU-hours');
  await founder.goto(casePath);
  await sees(founder, 'The hours went back', 'Agreed.');
});

chapter('nobody answers the other notice: when the time is over its hours go back by themselves', async () => {
  await centre.app.asOwner(`update timer set due_at = now() where event = 'computeReclaim.replyDue'`);
  await runNow('timers.run');
  await founder.goto(`/compute/requests/${unused.id}`);
  await founder.getByRole('link', { name: /H100 GPU-hours · / }).first().click();
  await sees(founder, 'Nobody answered in time.', '3,840 H100 GPU-hours', '8 → 0');
  await founder.goto('/compute');
  // 8,000 given, of which 2 are used and 3,840 − 2 − 2,500 held.
  await sees(founder, '6,660');
});

/** A running grant of 8 GPUs for 20 days, 3,840 hours. */
async function grant(): Promise<Grant> {
  const { founder: asks } = company;
  const now = Date.now();
  const window = { gpus: 8, startsAt: new Date(now).toISOString(), endsAt: new Date(now + 20 * 24 * HOUR).toISOString(), amountMh: '3840000' };
  const id = await sizedRequest(asks, people.operator, window);
  await moveRequest(people.lead, id, 'approveComputeRequest');
  const { computeTerms: { version: terms } } = await asks.graphql<{ computeTerms: { version: string } }>('{ computeTerms { version } }');
  await mutate(asks, 'acceptComputeTerms', 'AcceptComputeTermsInput', 'id', { requestId: id, terms });
  const { computeRequest } = await asks.graphql<{ computeRequest: { number: string; state: string; grant: { account: string } } }>(
    'query ($id: ID!) { computeRequest(id: $id) { number state grant { account } } }', { id },
  );
  expect(computeRequest.state).toBe('active');
  return { id, number: computeRequest.number, account: computeRequest.grant.account };
}

/** Half of the grants' window goes by: what the portal would find had they begun ten days earlier. */
async function tenDaysPass(): Promise<void> {
  const shift = (...columns: string[]): string => columns.map((column) => `${column} = ${column} - interval '10 days'`).join(', ');
  await centre.app.asOwner(`update compute_grant set ${shift('starts_at', 'ends_at')}`);
  await centre.app.asOwner(`update compute_reservation set ${shift('starts_at', 'ends_at', 'reserved_at')}`);
  await centre.app.asOwner(`update compute_request set ${shift('starts_at', 'ends_at', 'sized_starts_at', 'sized_ends_at', 'started_at')}`);
}

/** What the clock would have the worker do, now; settles when it is done. */
async function runNow(name: string): Promise<void> {
  const [job] = await centre.app.asOwner<{ id: string }>(
    `insert into pgboss.job (name, data) values ('jobs', $1) returning id`, [JSON.stringify({ name, payload: {}, cron: true })],
  );
  await until(`${name} is done`, async () => {
    const [row] = await centre.app.asOwner<{ state: string }>('select state from pgboss.job where id = $1', [job?.id]);
    return row?.state === 'completed';
  });
}
