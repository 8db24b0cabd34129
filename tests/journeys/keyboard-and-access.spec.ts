import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Visitor } from '@wutong/core-testing';
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { draft, mutate } from './admit';
import { openCentre, type Centre } from './centre';
import { PASSWORD, sees, story } from './chapters';

/** The main pages, with whose eyes each is looked at; `$name` is the id of one thing of that name in the demo centre. */
const PAGES: readonly (readonly [path: string, role: string])[] = [
  ['/sign-in', 'nobody'], ['/sign-up', 'nobody'], ['/forgot-password', 'nobody'],
  ['/', 'founder'], ['/tenancy/mine', 'founder'], ['/tenancy/profile', 'founder'], ['/tenancy/apply', 'founder'],
  ['/compute', 'founder'], ['/compute/requests/new', 'founder'], ['/organisation', 'founder'], ['/profile', 'founder'],
  ['/', 'screener'], ['/tenancy/applications', 'screener'], ['/tenancy/applications/$application', 'screener'],
  ['/tenancy/tenants', 'programme_lead'], ['/tenancy/tenants/$tenancy', 'programme_lead'], ['/compute/balances', 'programme_lead'],
  ['/compute/requests', 'platform_operator'], ['/compute/requests/$request', 'platform_operator'], ['/compute/pools', 'platform_operator'],
  ['/compute/requests/$reviewed', 'programme_lead'], ['/compute/planning/$cycle', 'programme_lead'],
  ['/compute/request-form', 'programme_lead'], ['/compute/request-form?tab=criteria', 'programme_lead'],
  ['/compute/calendar', 'platform_operator'], ['/compute/pools/$pool', 'platform_operator'], ['/compute/usage', 'platform_operator'],
  ['/compute/charges', 'finance'], ['/compute/costs', 'founder'], ['/compute/efficiency', 'founder'], ['/compute/planning', 'programme_lead'],
  ['/compute/reclaims', 'programme_lead'], ['/compute/bills', 'finance'], ['/compute/clusters', 'platform_operator'],
  ['/directory', 'investor'], ['/directory/$company', 'investor'],
  ['/admin/people', 'administrator'], ['/admin/organisations', 'administrator'], ['/admin/roles', 'administrator'],
  ['/conflicts-of-interest', 'screener'],
];
const IDS = {
  application: `select id from tenancy_application where state = 'due_diligence' order by number limit 1`,
  panel: `select id from tenancy_application where state = 'panel' order by number limit 1`,
  tenancy: `select id from tenancy where state = 'active' order by id limit 1`,
  request: `select id from compute_request where state = 'active' order by number limit 1`,
  reviewed: `select a.request_id as id from compute_review_assignment a join compute_review v using (request_id) order by a.asked_at, a.request_id limit 1`,
  cycle: `select id from planning_cycle where state = 'proposed' limit 1`,
  pool: 'select id from compute_pool order by code limit 1',
  // Whoever is suspended or has left is in no list, however listed its profile.
  company: `select p.organisation_id as id from tenant_profile p join tenancy t using (organisation_id)
    where p.listed and t.state = 'active' order by 1 limit 1`,
};
const LOCALES = ['zh-CN', 'en'] as const;
const WIDTHS = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let centre: Centre;
let founder: Visitor;
let applicationId: string;
const ids = new Map<string, string>();
const visitors = new Map<string, Visitor>();
const tabs = new Map<string, Page>();

const { chapter, window } = story('keyboard', () => centre.journey);

beforeAll(async () => {
  centre = await openCentre({ demo: true });
  for (const [name, sql] of Object.entries(IDS)) ids.set(name, (await centre.app.asOwner<{ id: string }>(sql))[0]?.id ?? '');
  const { entrance } = await centre.app.visitor().graphql<{ entrance: { demoPeople: { userId: string; roles: string[] }[] } }>(
    '{ entrance { demoPeople { userId roles } } }',
  );
  for (const role of new Set([...PAGES.map(([, name]) => name), 'approver'])) {
    const visitor = centre.app.visitor();
    const person = entrance.demoPeople.find(({ roles }) => roles.includes(role));
    if (person) {
      await visitor.graphql('mutation ($userId: ID!) { signInAsDemoPerson(userId: $userId) { __typename } }', { userId: person.userId });
    }
    visitors.set(role, visitor);
  }
  const company = { nameZh: '上海键盘科技有限公司', nameEn: 'Keyboard Only', email: 'mo@keyboard.example' };
  ({ founder, applicationId } = await draft(centre, company));
  await mutate(founder, 'saveTenancyApplication', 'SaveTenancyApplicationInput', 'id', { id: applicationId, changes: { desks: null } });
}, 480_000);
afterAll(() => centre?.close(), 60_000);

const isFocused = (target: Locator): Promise<boolean> => target.evaluate((element) => element.matches(':focus'));

/** Goes on by the Tab key until this has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const reached = (): Promise<boolean> => isFocused(target).catch(() => false);
  for (let presses = 0; presses < 150; presses += 1) {
    if (await reached()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to ${String(target)}`);
}

chapter('a founder signs in and hands in an application without a mouse', async () => {
  const page = await window('founder', { locale: 'en' });
  await page.goto('/sign-in');
  await tabTo(page, page.getByRole('textbox', { name: 'E-mail address' }));
  await page.keyboard.type('mo@keyboard.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox', { name: 'Search or jump' }).waitFor();
  await page.keyboard.type('apply');
  await page.getByRole('menuitem', { name: /Apply for tenancy/ }).first().waitFor();
  await page.keyboard.press('Enter');
  await sees(page, 'How it goes');
  await tabTo(page, page.getByRole('link', { name: 'Continue' }).first());
  await page.keyboard.press('Enter');
  const desks = page.getByRole('textbox', { name: 'Desks' });
  await desks.waitFor();
  await tabTo(page, page.getByRole('button', { name: 'Hand in' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: /What you need › Desks/ }));
  await page.keyboard.press('Enter');
  expect(await isFocused(desks)).toBe(true);
  await page.keyboard.type('6');
  await tabTo(page, page.getByRole('button', { name: 'Hand in' }));
  await page.keyboard.press('Enter');
  await sees(page, 'A screener takes it up next.');
});

chapter('an approver decides without a mouse, from the keys of the case', async () => {
  const page = await window('approver', { locale: 'en', as: visitors.get('approver') as Visitor });
  await page.goto(`/tenancy/applications/${ids.get('panel')}`);
  await page.getByRole('button', { name: 'Offer a place' }).waitFor();
  await page.keyboard.press('o');
  const members = page.getByRole('group', { name: 'Panel members present' }).getByRole('checkbox');
  await members.nth(3).waitFor();
  for (const place of [0, 1, 2, 3]) {
    await tabTo(page, members.nth(place));
    await page.keyboard.press('Space');
  }
  await tabTo(page, page.getByRole('textbox', { name: 'Minutes' }));
  await page.keyboard.type('The panel agrees.');
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Offer a place' }));
  await page.keyboard.press('Enter');
  await sees(page, 'The offer is with the company');
});

chapter('the first Tab offers to skip the navigation, and leads to the content', async () => {
  const page = await window('screener', { locale: 'en', as: visitors.get('screener') as Visitor });
  await page.goto('/tenancy/applications');
  await page.getByRole('heading', { name: 'Applications', level: 1 }).waitFor();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  expect(await isFocused(skip)).toBe(true);
  await page.keyboard.press('Enter');
  expect(await isFocused(page.getByRole('main'))).toBe(true);
});

chapter('changing the language or the theme keeps the page and what was filtered', async () => {
  const page = await window('screener', { locale: 'en', as: visitors.get('screener') as Visitor });
  await page.goto('/tenancy/applications?q=2026');
  await page.getByRole('heading', { name: 'Applications', level: 1 }).waitFor();
  const address = page.url();
  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('menuitem', { name: '简体中文' }).click();
  await page.getByRole('heading', { name: '入驻申请', level: 1 }).waitFor();
  await page.getByRole('button', { name: /^我的账户/ }).click();
  await page.getByRole('menuitem', { name: '深色' }).click();
  const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const dark = await ground();
  expect(page.url()).toBe(address);
  await page.reload();
  await page.getByRole('heading', { name: '入驻申请', level: 1 }).waitFor();
  expect([page.url(), await ground()]).toEqual([address, dark]);
});

chapter('the palette finds a company by a part of its Chinese or its English name', async () => {
  const page = await window('lead', { locale: 'en', as: visitors.get('programme_lead') as Visitor });
  const [names] = await centre.app.asOwner<{ nameZh: string; nameEn: string }>(
    `select name_zh as "nameZh", name_en as "nameEn" from organisation where id = $1`, [ids.get('company')],
  );
  const { nameZh = '', nameEn = '' } = names ?? {};
  await page.goto('/tenancy/tenants');
  for (const typed of [nameZh.slice(2, 5), nameEn.split(' ')[0] ?? '']) {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox', { name: 'Search or jump' }).waitFor();
    await page.keyboard.type(typed);
    await page.getByRole('menuitem', { name: nameZh }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: nameEn, level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/directory/${ids.get('company')}`);
  }
});

test.each(PAGES)('%s can be read and worked by everybody, as %s sees it: light, dark, Chinese, English, wide and narrow', async (path, role) => {
  const address = path.replace(/\$(\w+)/, (_, name: string) => ids.get(name) ?? '');
  const faults = await Promise.all(LOCALES.map((locale) => lookAt(address, role, locale)));
  expect(faults.flat()).toEqual([]);
}, 120_000);

/** What is wrong with a page in one language, in both themes and widths. */
async function lookAt(address: string, role: string, locale: (typeof LOCALES)[number]): Promise<string[]> {
  const page = tabs.get(`${role} ${locale}`) ?? (await centre.journey.tab({ locale, as: visitors.get(role) as Visitor }));
  tabs.set(`${role} ${locale}`, page);
  const faults: string[] = [];
  await page.setViewportSize(WIDTHS[0] as (typeof WIDTHS)[number]);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForFunction('document.querySelector("[aria-busy=true], .skeleton") === null');
  if (address !== '/' && new URL(page.url()).pathname !== address.split('?')[0]) faults.push(`${locale}: leads to ${page.url()} instead`);
  await page.evaluate(AXE);
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    const over = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    if (over > 0) faults.push(`${locale} ${viewport.width} px: ${over} px too wide`);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // The page hears of it after the browser: looked at in between, every text has the colour of the other theme.
      await page.waitForFunction(`document.documentElement.classList.contains('dark') === ${colorScheme === 'dark'}`);
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      // Structure is the same in both themes; contrast is not.
      const rules = colorScheme === 'light' ? {} : { runOnly: ['color-contrast'] };
      const options = { ...rules, resultTypes: ['violations'], preload: false };
      const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
      for (const { id, nodes } of violations) {
        faults.push(`${locale} ${viewport.width} px ${colorScheme} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
      }
    }
  }
  return faults;
}
