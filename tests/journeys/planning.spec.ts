import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Visitor } from '@wutong/core-testing';
import type { Page } from 'playwright-core';
import { admit, hireStaff, mutate, type Company } from './admit';
import { openCentre, openRound, type Centre } from './centre';
import { confirm, fill, offers, press, sees, story } from './chapters';
import { sizedRequest } from './gpu-request';
import { openPool } from './pool';

const DAY = 86_400_000;
/** Two companies want all of them for ten days: 7,680 hours each, half of which is 3,840. */
const GPUS = 32;
/** Every move that a cycle may see; each person finds only their own. */
const MOVES = ['Compute the plan', 'Plan again', 'Apply the plan', 'Send back', 'Publish the report', 'Cancel the cycle'];

let centre: Centre;
let companies: Company[];
let people: Record<'sizes' | 'operator' | 'lead', Visitor>;
let operator: Page;
let lead: Page;
let cyclePath: string;
let requests: string[];

const { chapter, window } = story('planning', () => centre.journey);

beforeAll(async () => {
  centre = await openCentre();
  const staff = await hireStaff(centre);
  await openRound(staff.lead);
  const sizes = await centre.join({ email: 'qin@centre.example', name: 'Qin Lan', roles: ['platform_operator'] });
  const operates = await centre.join({ email: 'mo@centre.example', name: 'Mo Fan', roles: ['platform_operator'] });
  people = { sizes, operator: operates, lead: staff.lead };
  companies = [
    await admit(centre, staff, { nameZh: '上海潮汐智能科技有限公司', nameEn: 'Tidal Models', email: 'lin@tidal.example' }),
    await admit(centre, staff, { nameZh: '上海星野科技有限公司', nameEn: 'Starfield Robotics', email: 'he@starfield.example' }),
  ];
  await openPool(centre, sizes, { cluster: 'riverside', gpus: GPUS });
  requests = [];
  for (const company of companies) requests.push(await askForAll(company));
}, 240_000);
afterAll(() => centre?.close(), 60_000);

chapter('an operator opens a cycle, which holds both requests that wait', async () => {
  operator = await window('operator', { as: people.operator });
  await operator.goto('/compute/planning');
  await sees(operator, 'No cycles yet');
  await press(operator, 'Open a cycle');
  await fill(operator, 'Code', 'SPRING');
  await confirm(operator, 'Save');
  await sees(operator, /2 requests are in this cycle/, 'Tidal Models', 'Starfield Robotics');
  cyclePath = new URL(operator.url()).pathname;
});

chapter('the plan gives both the half of what only the first would have had, and says what bound it', async () => {
  await press(operator, 'Compute the plan');
  await sees(operator, 'Requests and reasons', 'Shared: full');
  const shares = await operator.getByRole('row').filter({ hasText: /Tidal Models|Starfield Robotics/ }).allInnerTexts();
  // Asked, slice, granted, and the difference to first come.
  expect(shares.map((text) => text.match(/[+−-]?[\d,]+/g)?.slice(-4).map((figure) => figure.replace('−', '-')))).toEqual(
    expect.arrayContaining([['7,680', '3,840', '3,840', '-3,840'], ['7,680', '3,840', '3,840', '+3,840']]),
  );
  expect(await offers(operator, ...MOVES)).toEqual(expect.not.arrayContaining(['Apply the plan']));
});

chapter('a what-if without the pool shows who loses, and changes nothing', async () => {
  await operator.getByRole('tab', { name: 'What if' }).click();
  await operator.getByRole('button', { name: /All free GPUs change|A pool is lost/ }).first().click();
  await operator.getByRole('option', { name: 'All free GPUs change' }).click();
  await fill(operator, 'To', '50');
  await press(operator, 'Add');
  await fill(operator, 'Name of the scenario', 'Half of the hall');
  await press(operator, 'Try it');
  await sees(operator, 'Half of the hall', '−1,920');
  await operator.getByRole('tab', { name: 'Plan', exact: true }).click();
  await sees(operator, '3,840');
});

chapter('a programme lead applies the plan: both requests have their hours and GPUs', async () => {
  lead = await window('lead', { as: people.lead });
  await lead.goto(cyclePath);
  await press(lead, 'Apply the plan');
  await sees(lead, /2 requests are approved with their planned hours, 7,680 GPU-hours together/);
  await confirm(lead, 'Apply the plan');
  await lead.goto(`/compute/requests/${requests[1]}`);
  await sees(lead, 'Allocated', /Planned in cycle/);
});

chapter('a founder reads on the request what it got and why', async () => {
  const founder = await window('founder', { as: companies[0]!.founder });
  await founder.goto(`/compute/requests/${requests[0]}`);
  await sees(founder, /SPRING/, /3,840/, /RC-H/);
});

chapter('the report is published: a company finds its own line, and others without names', async () => {
  await lead.goto(cyclePath);
  await press(lead, 'Publish the report');
  await confirm(lead, 'Publish the report');
  const founder = await window('reader', { as: companies[1]!.founder });
  await founder.goto('/compute/planning');
  await founder.getByRole('link', { name: 'SPRING' }).click();
  await sees(founder, 'All companies');
  const lines = (await founder.getByRole('table').getByRole('row').allInnerTexts()).slice(1);
  expect(lines).toEqual(expect.arrayContaining([
    expect.stringMatching(/Starfield Robotics[^]*You[^]*3,840[^]*0$/), expect.stringMatching(/Company \d[^]*3,840[^]*7,680$/),
  ]));
  expect(await founder.getByRole('main').innerText()).not.toMatch(/Tidal|潮汐/);
});

/** A request for the whole pool in ten days of the next month, sized and waiting for a decision. */
async function askForAll({ founder, organisationId }: Company): Promise<string> {
  const [year, month] = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date()).split('-').map(Number) as [number, number];
  const from = Date.UTC(year, month, 5) - 8 * 3_600_000;
  const window = { gpus: GPUS, startsAt: new Date(from).toISOString(), endsAt: new Date(from + 10 * DAY).toISOString(), amountMh: String(GPUS * 240_000) };
  await mutate(people.lead, 'giveComputeEntitlement', 'GiveComputeEntitlementInput', 'id', {
    organisationId, gpuClass: 'h100', amountMh: '20000000', reason: 'Quota of the year',
  });
  return sizedRequest(founder, people.sizes, window);
}
