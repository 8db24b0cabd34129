import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Visitor } from '@wutong/core-testing';
import type { Page } from 'playwright-core';
import { mutate } from './admit';
import { openCentre, type Centre } from './centre';
import { confirm, fill, press, sees, story } from './chapters';

const DAY = 86_400_000;
/** A telecom's bill of October 2026: titles above the header, node hours, full-width digits, a total below. */
const BILL = readFileSync(join(import.meta.dirname, '../../libs/compute/server/src/bill/fixtures/telecom-gb18030.csv'));

let centre: Centre;
let people: Record<'operator' | 'supplier', Visitor>;
let operator: Page;
let supplier: Page;
let path: string;

const { chapter, window } = story('bills', () => centre.journey);

beforeAll(async () => {
  centre = await openCentre();
  const operates = await centre.join({ email: 'qin@centre.example', name: 'Qin Lan', roles: ['platform_operator'] });
  const { id: organisationId } = await mutate(centre.administrator, 'registerOrganisation', 'RegisterOrganisationInput', 'id', {
    kind: 'supplier', nameZh: '滨江算力', nameEn: 'Riverside Compute',
  });
  await openPool(operates, organisationId);
  const sends = await centre.join({ email: 'he@riverside.example', name: 'He Jing', roles: ['supplier'], organisationId });
  people = { operator: operates, supplier: sends };
}, 180_000);
afterAll(() => centre?.close(), 60_000);

chapter('a supplier sends a bill in GB18030: its columns are recognised, and how they are read is seen at once', async () => {
  supplier = await window('supplier', { as: people.supplier });
  await supplier.goto('/');
  await supplier.getByRole('link', { name: 'Send a bill' }).first().click();
  await supplier.locator('input[type=file]').setInputFiles({ name: '算力结算单.csv', mimeType: 'text/csv', buffer: BILL });
  await sees(supplier, 'GB18030, header in line 3');
  const lines = supplier.getByRole('region', { name: 'Lines as they are read' });
  await lines.getByRole('row').filter({ hasText: '¥11,328' }).filter({ hasText: '960' }).waitFor();
  await measureIn('GPU-hours');
  await lines.getByRole('row').filter({ hasText: '¥11,328' }).filter({ hasText: '120' }).waitFor();
  await measureIn('Node-hours');
  await fill(supplier, 'Number of the invoice', 'RC-10');
  await fill(supplier, 'Total on the invoice', '1');
  await press(supplier, 'Take in and compare');
  await sees(supplier, 'Nothing was taken in', /the invoice says ¥1\.00/);
  await fill(supplier, 'Total on the invoice', '');
  await press(supplier, 'Take in and compare');
  await sees(supplier, /The centre compares your bill/);
  path = new URL(supplier.url()).pathname;
});

chapter('an operator says which pool the bill means, and sees why it differs', async () => {
  operator = await window('operator', { as: people.operator });
  await operator.goto('/compute/bills');
  await operator.getByRole('link', { name: /Riverside Compute/ }).first().click();
  await sees(operator, '2 things on the bill are not known');
  for (const left of [1, 0]) {
    await operator.getByRole('button', { name: 'Match to a pool' }).first().click();
    await operator.getByRole('dialog').getByRole('button', { name: /Pool/ }).click();
    await operator.getByRole('option', { name: /RC-H/ }).click();
    await confirm(operator, 'Match');
    await sees(operator, left ? '1 thing on the bill is not known' : /Look at the differences/);
  }
  await sees(operator, 'Pool not used at all');
  await operator.getByRole('button', { name: 'RC-H', exact: true }).first().click();
  await sees(operator, 'No job was metered.', /RC-10, line \d/);
  await operator.keyboard.press('Escape');
});

chapter('the operator disputes it, and gets a file with the evidence', async () => {
  await press(operator, 'Dispute');
  await operator.getByRole('dialog').getByRole('textbox').fill('Nothing ran in this pool in October.');
  await confirm(operator, 'Dispute');
  await sees(operator, /The supplier has been told and answers here by/);
  const [file] = await Promise.all([operator.waitForEvent('download'), operator.getByRole('link', { name: 'Dispute file' }).click()]);
  expect(readFileSync(await file.path()).subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
});

chapter('the supplier reads the reason and accepts: a correction is due', async () => {
  await supplier.goto(path);
  await sees(supplier, 'The centre disputes this month', 'Nothing ran in this pool in October.');
  await press(supplier, 'Accept the dispute');
  await confirm(supplier, 'Accept the dispute');
  await sees(supplier, 'Correction due', /Send the corrected bill under the same number/);
});

async function measureIn(unit: string): Promise<void> {
  await supplier.getByRole('button', { name: /Unit of the quantity/ }).click();
  await supplier.getByRole('option', { name: unit, exact: true }).click();
}

/** A pool of this supplier in which nothing has run. */
async function openPool(who: Visitor, supplierId: string): Promise<void> {
  const at = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
  await mutate(who, 'createGpuClass', 'CreateGpuClassInput', 'code', {
    code: 'h800', name: 'H800', memoryGib: 80, factorMilli: 1000, source: 'reference',
  });
  const { id: contractId } = await mutate(who, 'signSupplierContract', 'SignSupplierContractInput', 'id', {
    supplierId, number: 'RC-1', startsAt: '2026-09-01T00:00:00+08:00', endsAt: at(300),
  });
  await mutate(who, 'setSupplierPrice', 'SetSupplierPriceInput', 'gpuClass', {
    contractId, gpuClass: 'h800', fenPerGpuHour: '1180', validFrom: '2026-09-01T00:00:00+08:00',
  });
  await mutate(who, 'createComputePool', 'CreateComputePoolInput', 'id', {
    contractId, code: 'RC-H', nameZh: '滨江一号机房', nameEn: 'Riverside hall', gpuClass: 'h800', region: 'Shanghai', cluster: 'riverside', headroom: 0,
  });
}
