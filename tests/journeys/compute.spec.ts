import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { prometheusMissing, startPrometheus, type TestPrometheus, type Visitor } from '@wutong/core-testing';
import type { Page } from 'playwright-core';
import { admit, hireStaff, mutate, type Company } from './admit';
import { openCentre, openRound, type Centre } from './centre';
import { choose, confirm, fill, offers, press, sees, seesAfterReload, story } from './chapters';
import { openPool } from './pool';
import { sacct } from './sacct';

const CLUSTER = 'riverside';
const HOUR = 3_600_000;
/** Every move that a request may see; each person finds only their own. */
const MOVES = ['Take up', 'Ask for more', 'Size', 'Approve', 'Deny', 'Ask for a change', 'Ask for a renewal', 'Revoke', 'Give back'];

let centre: Centre;
let company: Company;
let people: Record<'member' | 'operator' | 'lead', Visitor>;
let member: Page;
let operator: Page;
let lead: Page;
let requestPath: string;
let account: string;
/** GPU-hours that the approval announced. */
let held: string;
let prometheus: TestPrometheus | undefined;

const { chapter, window } = story('compute', () => centre.journey);
const open = async (page: Page): Promise<void> => {
  await page.goto(requestPath);
  await page.getByRole('tab', { name: 'Details' }).waitFor();
};

beforeAll(async () => {
  centre = await openCentre();
  const staff = await hireStaff(centre);
  await openRound(staff.lead);
  const operates = await centre.join({ email: 'qin@centre.example', name: 'Qin Lan', roles: ['platform_operator'] });
  company = await admit(centre, staff, { nameZh: '上海潮汐智能科技有限公司', nameEn: 'Tidal Models', email: 'lin@tidal.example' });
  const { organisationId } = company;
  const uses = await centre.join({ email: 'ye@tidal.example', name: 'Ye Chen', roles: ['member'], organisationId });
  people = { member: uses, operator: operates, lead: staff.lead };
  await openPool(centre, operates, { cluster: CLUSTER, gpus: 64 });
  await mutate(staff.lead, 'giveComputeEntitlement', 'GiveComputeEntitlementInput', 'id', {
    organisationId, gpuClass: 'h100', amountMh: '9000000', reason: 'Quota of the first quarter',
  });
}, 180_000);
afterAll(async () => {
  await prometheus?.stop();
  await centre?.close();
}, 60_000);

chapter('a programme lead has requests ask for the framework from now on', async () => {
  lead = await window('lead', { as: people.lead });
  await lead.goto('/compute/request-form');
  await press(lead, 'New question');
  await fill(lead, 'Question in Chinese', '训练框架');
  await fill(lead, 'Question in English', 'Training framework');
  await lead.getByText('Always', { exact: true }).click();
  await confirm(lead, 'Save');
  await sees(lead, 'Not published: 1');
  await press(lead, 'Publish version 2');
  await fill(lead, 'Reason', 'Operators had to ask each time.');
  await confirm(lead, 'Publish');
  await sees(lead, 'Asks besides: Training framework');
});

chapter('a member asks for GPU-hours from today on, and hands the request in', async () => {
  member = await window('member', { as: people.member });
  await member.goto('/compute');
  await sees(member, 'H100 GPU-hours', '9,000');
  await member.getByRole('link', { name: 'Ask for GPU-hours' }).click();
  await member.getByRole('textbox', { name: /^GPUs/ }).fill('8');
  await sees(member, 'What it comes to');
  const [year, month, day] = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date()).split('-') as string[];
  await member.getByRole('spinbutton', { name: /^month, Start/ }).click();
  await member.keyboard.type(`${month}${day}${year}`);
  await press(member, '7 days');
  await member.getByRole('button', { name: /Purpose/ }).click();
  await member.getByRole('option', { name: 'Pre-training' }).click();
  await fill(member, 'Description of the work', 'A first run of our 7B model on the new corpus, to find the learning rate.');
  await press(member, 'Hand in');
  await sees(member, 'This is required');
  await fill(member, 'Training framework', 'Megatron-LM');
  await press(member, 'Hand in');
  await sees(member, 'To review', 'Megatron-LM');
  requestPath = new URL(member.url()).pathname;
});

chapter('an operator takes it up and sizes it, and may not approve it', async () => {
  operator = await window('operator', { as: people.operator });
  await operator.goto('/compute/requests');
  await operator.getByRole('link', { name: 'Tidal Models' }).click();
  await press(operator, 'Take up');
  await press(operator, 'Size');
  await fill(operator, 'Note for whoever decides', 'Eight GPUs are enough for a run of this size.');
  await confirm(operator, 'Size');
  await sees(operator, 'To approve');
  expect(await offers(operator, ...MOVES)).not.toContain('Approve');
});

chapter('a programme lead approves: the hours are held, and GPUs come from a pool with room', async () => {
  await open(lead);
  await press(lead, 'Approve');
  const told = await lead.getByText(/are held from the quota of Tidal Models at once/).innerText();
  held = /[\d,]+/.exec(told)?.[0] ?? '';
  await confirm(lead, 'Approve');
  await sees(lead, 'Allocated', /Riverside hall/);
  await member.goto('/compute');
  expect(await amount(member, 'Held')).toBe(held);
  expect(await amount(member, 'Left')).toBe((9000 - Number(held.replace(',', ''))).toLocaleString('en'));
});

chapter('the member accepts the terms, and the grant starts', async () => {
  await open(member);
  await press(member, 'Read and accept');
  await member.getByText('I have read these terms and keep to them.').click();
  await confirm(member, 'Accept');
  await member.getByText('Allocated', { exact: true }).waitFor({ state: 'hidden' });
  await sees(member, 'In use');
  await member.getByRole('tab', { name: 'Users and keys' }).click();
  account = await member.getByRole('code').first().innerText();
});

chapter('usage comes in with an API token that the operator makes in the profile', async () => {
  await operator.goto('/profile');
  await operator.getByRole('tab', { name: 'API tokens' }).click();
  await press(operator, 'New token');
  await fill(operator, 'What it is for', 'Accounting of the cluster');
  await choose(operator, 'What it may do', 'Send accounting records of jobs');
  await press(operator, 'Make the token');
  const token = await operator.getByRole('dialog').getByRole('code').innerText();
  await confirm(operator, 'Done');
  const response = await centre.app.visitor({ authorization: `Bearer ${token}` }).fetch('/v1/usage', {
    method: 'POST', headers: { 'content-type': 'text/plain' }, body: job(1, 4),
  });
  expect([response.status, await response.json()]).toMatchObject([200, { added: 1, problemCount: 0 }]);
  const stranger = await centre.app.visitor().fetch('/v1/usage', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' });
  expect(stranger.status).toBe(401);
});

chapter('usage comes in from a file of Slurm, and the same file again changes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wutong-sacct-'));
  try {
    const file = join(folder, 'sacct.txt');
    writeFileSync(file, job(2, 8));
    expect(await centre.command('meter', 'import', file)).toContain('1 new');
    expect(await centre.command('meter', 'import', file)).toContain('0 new');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

chapter('the balance has fallen by what was used, and every entry says why', async () => {
  await member.goto('/compute');
  await expect(amount(member, 'Used')).resolves.toBe('12');
  await member.getByRole('link', { name: 'Why is my balance this?' }).click();
  const table = member.getByRole('table', { name: 'Entries (GPU-hours)' });
  await table.waitFor();
  const lines = await table.getByRole('row').allInnerTexts();
  const told = lines.slice(1).reverse().join('\n');
  expect(told).toMatch(/Quota of the first quarter[^]*\+9,000\S* given[^]*[\d,.]+ held[^]*4\S* used[^]*8\S* used/);
});

const missing = prometheusMissing();
const measured = missing ? test.skip : chapter;

measured(`the operator says where the cluster's GPUs are measured, and has it read${missing ? ` (skipped: ${missing})` : ''}`, async () => {
  const now = Math.floor(Date.now() / HOUR) * 3600;
  prometheus = await startPrometheus(Array.from({ length: 8 }, (_, gpu) => ({
    metric: 'DCGM_FI_DEV_GPU_UTIL', labels: { gpu: String(gpu), UUID: `GPU-${gpu}`, modelName: 'NVIDIA H100', Hostname: 'n1', hpc_job: '3' },
    samples: Array.from({ length: 1200 }, (__, n) => [now - 11 * 3600 + 15 + 30 * n, gpu < 4 ? 85 : 0] as const),
  })));
  const response = await people.operator.fetch('/v1/usage', {
    method: 'POST', headers: { 'content-type': 'text/plain' }, body: job(3, 8, 12),
  });
  expect(await response.json()).toMatchObject({ added: 1 });
  await operator.goto('/compute/efficiency?tab=sources');
  await press(operator, 'Add a source');
  await fill(operator, 'Cluster', CLUSTER);
  await fill(operator, 'Address of Prometheus', prometheus.url);
  await confirm(operator, 'Save');
  await sees(operator, 'Not read yet');
  await press(operator, 'Read now');
});

measured('the founder reads the advice and turns it into a change request in one click', async () => {
  const founder = await window('founder', { as: company.founder });
  await seesAfterReload(founder, '/compute/efficiency', 'Ask for 4 GPUs');
  await sees(founder, 'More GPUs than needed', /¥480/);
  await press(founder, 'Ask for 4 GPUs');
  await founder.waitForURL(`**${requestPath}`);
  await sees(founder, 'A change is asked for');
});

/** One finished job of the company's grant. */
function job(id: number, gpus: number, hours?: number): string {
  return sacct({ id, cluster: CLUSTER, account, gpus, hours });
}

/** One part of the balance on the tenant's dashboard: what is used, held or left. */
async function amount(page: Page, part: string): Promise<string> {
  const term = page.getByRole('term').filter({ hasText: part });
  await term.first().waitFor();
  const place = (await page.getByRole('term').allInnerTexts()).findIndex((text) => text.trim() === part);
  return page.getByRole('definition').nth(place).innerText();
}
