import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Visitor } from '@wutong/core-testing';
import type { Page } from 'playwright-core';
import { admit, hireStaff, mutate, type Company } from './admit';
import { openCentre, openRound, type Centre } from './centre';
import { confirm, fill, offers, press, sees, story } from './chapters';
import { moveRequest, sizedRequest } from './gpu-request';
import { openPool } from './pool';
import { sacct } from './sacct';

const CLUSTER = 'riverside';
const DAY = 86_400_000;
/** Noon in Shanghai on the last day of the month before this one. */
const LAST_MONTH = new Date(monthStart(0).getTime() - DAY / 2);

let centre: Centre;
let company: Company;
let people: Record<'proposer' | 'closer', Visitor>;
let proposer: Page;
let closer: Page;
let founder: Page;

const { chapter, window } = story('charging', () => centre.journey);

beforeAll(async () => {
  centre = await openCentre();
  const staff = await hireStaff(centre);
  await openRound(staff.lead);
  const operator = await centre.join({ email: 'qin@centre.example', name: 'Qin Lan', roles: ['platform_operator'] });
  people = {
    proposer: await centre.join({ email: 'pan@centre.example', name: 'Pan Shuyao', roles: ['finance'] }),
    closer: await centre.join({ email: 'liang@centre.example', name: 'Liang Mubai', roles: ['finance'] }),
  };
  company = await admit(centre, staff, { nameZh: '上海潮汐智能科技有限公司', nameEn: 'Tidal Models', email: 'lin@tidal.example' });
  const { organisationId } = company;
  await openPool(centre, operator, { cluster: CLUSTER, gpus: 16 });
  await mutate(staff.lead, 'giveComputeEntitlement', 'GiveComputeEntitlementInput', 'id', {
    organisationId, gpuClass: 'h100', amountMh: '8000000', reason: 'Quota of the year',
  });
  const at = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
  const id = await sizedRequest(company.founder, operator, { gpus: 8, startsAt: at(0), endsAt: at(10), amountMh: '1000000' });
  await moveRequest(staff.lead, id, 'approveComputeRequest');
  const { computeRequest: { grant: { account } } } = await company.founder.graphql<{ computeRequest: { grant: { account: string } } }>(
    'query ($id: ID!) { computeRequest(id: $id) { grant { account } } }', { id },
  );
  const response = await operator.fetch('/v1/usage', {
    method: 'POST', headers: { 'content-type': 'text/plain' },
    body: sacct({ id: 1, cluster: CLUSTER, account, gpus: 8, hours: 10, endedAt: LAST_MONTH }),
  });
  expect(await response.json()).toMatchObject({ added: 1, problemCount: 0 });
  const month = monthStart(-1).toISOString();
  await mutate(people.proposer, 'giveFunding', 'GiveFundingInput', 'id', {
    organisationId, programme: 'City voucher', kind: 'voucher', amountFen: '50000', firstMonth: codeOf(month), lastMonth: codeOf(month), reason: 'SLQ-7',
  });
}, 240_000);
afterAll(() => centre?.close(), 60_000);

chapter('finance sees what last month comes to, and proposes it, but may not close it alone', async () => {
  proposer = await window('proposer', { as: people.proposer });
  await proposer.goto('/compute/charges');
  const line = proposer.getByRole('row').filter({ hasText: 'Tidal Models' });
  await line.filter({ hasText: '¥960' }).filter({ hasText: '¥500' }).filter({ hasText: '¥460' }).waitFor();
  await press(proposer, 'Propose the month');
  await sees(proposer, 'Proposed');
  expect(await offers(proposer, 'Propose the month', 'Close the month')).toEqual([]);
});

chapter('somebody else of finance closes it, and the month under way can only be looked at', async () => {
  closer = await window('closer', { as: people.closer });
  await closer.goto('/compute/charges');
  await press(closer, 'Close the month');
  await sees(closer, /is not over yet/);
  expect(await offers(closer, 'Propose the month', 'Close the month')).toEqual([]);
});

chapter('the founder reads the statement, what paid it, and why so much is owed', async () => {
  await centre.mail.mailTo('lin@tidal.example', '账单已出');
  founder = await window('founder', { as: company.founder });
  await founder.goto('/compute/costs');
  await sees(founder, 'Owed by all statements', /CNY 960\.00 charged, CNY 500\.00 paid by funding/);
  await founder.getByRole('table', { name: 'Monthly statements' }).getByRole('link').first().click();
  await sees(founder, /Riverside hall/, 'City voucher');
  await founder.getByRole('row').filter({ hasText: 'City voucher' }).filter({ hasText: '-¥500' }).waitFor();
});

chapter('the founder takes the statement along as PDF, CSV and FOCUS', async () => {
  const pdf = await download('PDF');
  expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  expect((await download('CSV')).toString('utf8')).toMatch(/960\.00/);
  const [header = '', first = ''] = (await download('FOCUS 1.2')).toString('utf8').split('\r\n');
  expect(header.split(',')).toEqual(expect.arrayContaining(['BilledCost', 'ChargeCategory', 'SubAccountId']));
  expect(first).toContain('Usage');
});

chapter('a correction is proposed with a reason, approved by somebody else, and stands in the next month', async () => {
  await proposer.goto('/compute/charges?tab=corrections');
  await press(proposer, 'Propose a correction');
  const dialog = proposer.getByRole('dialog');
  await dialog.getByRole('combobox', { name: /Company/ }).fill('Tidal');
  await proposer.getByRole('option', { name: 'Tidal Models' }).click();
  await fill(proposer, 'Amount', '-60');
  await fill(proposer, 'Reason', 'Half a day without shared storage');
  await confirm(proposer, 'Save');
  await sees(proposer, 'Half a day without shared storage');
  await closer.goto('/compute/charges?tab=corrections');
  await closer.getByRole('button', { name: 'Actions for Tidal Models' }).click();
  await closer.getByRole('menuitem', { name: 'Approve' }).click();
  await sees(closer, 'Approved');
  await closer.goto('/compute/charges');
  await closer.getByRole('row').filter({ hasText: 'Tidal Models' }).filter({ hasText: '-¥60' }).first().waitFor();
});

async function download(name: string): Promise<Buffer> {
  const [file] = await Promise.all([founder.waitForEvent('download'), founder.getByRole('link', { name, exact: true }).click()]);
  return readFileSync(await file.path());
}

/** The first moment in Shanghai of the month so many after this one. */
function monthStart(months: number): Date {
  const today = new Date(Date.now() + DAY / 3);
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months, 1) - DAY / 3);
}

function codeOf(start: string): string {
  return new Date(new Date(start).getTime() + DAY / 3).toISOString().slice(0, 7);
}
