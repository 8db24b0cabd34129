import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { admit, hireStaff, mutate, type Company } from './admit';
import { openCentre, openRound, type Centre } from './centre';
import { field, fill, press, sees, story } from './chapters';

const REVENUE = '48,765,432';

let centre: Centre;
let company: Company;
let founder: Page;
let investor: Page;
/** Everything the server sent the investor's browser. */
const answers: string[] = [];

const { chapter, window } = story('investor', () => centre.journey);

beforeAll(async () => {
  centre = await openCentre({ locale: 'zh-CN' });
  const staff = await hireStaff(centre);
  await openRound(staff.lead);
  company = await admit(centre, staff, { nameZh: '上海衡光智能科技有限公司', nameEn: 'Hengguang Intelligence', email: 'lin@hengguang.example' });
  const other = await admit(centre, staff, { nameZh: '苏州白鹭教育科技有限公司', nameEn: 'Egret Learning', email: 'lin@egret.example' });
  await mutate(other.founder, 'saveTenantProfile', 'SaveTenantProfileInput', 'listed', {
    taglineZh: '让每个孩子都有辅导老师', taglineEn: 'A tutor for every child', domains: ['education'], listed: true,
    shownFields: ['taglineZh', 'taglineEn', 'domains'],
  });
  const { id: organisationId } = await mutate(centre.administrator, 'registerOrganisation', 'RegisterOrganisationInput', 'id', {
    kind: 'investor', nameZh: '浦江创投', nameEn: 'Pujiang Capital',
  });
  const visitor = await centre.join({ email: 'tang@pujiang.example', name: '唐予安', roles: ['investor'], organisationId });
  founder = await window('founder', { locale: 'zh-CN', as: company.founder });
  investor = await window('investor', { locale: 'zh-CN', as: visitor });
  investor.on('response', (response) => {
    if (response.url().includes('/graphql')) void response.text().then((text) => answers.push(text), () => undefined);
  });
}, 180_000);
afterAll(() => centre?.close(), 60_000);

chapter('创始人填写企业资料，公开简介，不公开营收', async () => {
  await founder.goto('/');
  await founder.getByRole('link', { name: '企业资料' }).click();
  await fill(founder, '一句话介绍（中文）', '工厂里的大模型');
  await fill(founder, '一句话介绍（英文）', 'Language models for the factory floor');
  await founder.getByText('智能制造', { exact: true }).click();
  await fill(founder, '模型名称', '衡光-7B');
  await fill(founder, '近 12 个月营收（元）', '48765432');
  await founder.getByText('在投资人名录中展示我们').click();
  await press(founder, '保存');
  await sees(founder, '已保存，投资人现在即可看到。');
  await founder.reload();
  expect(await field(founder, '近 12 个月营收（元）').inputValue()).toBe(REVENUE);
});

chapter('投资人用中文找到企业', async () => {
  await investor.goto('/');
  await investor.getByRole('link', { name: '企业名录' }).click();
  await sees(investor, '2 家企业', '苏州白鹭教育科技有限公司');
  await investor.getByRole('searchbox', { name: '企业、模型或领域' }).fill('工厂');
  await sees(investor, '1 家企业', '上海衡光智能科技有限公司');
});

chapter('投资人用英文也能找到，并在界面上切换语言', async () => {
  await investor.getByRole('searchbox', { name: '企业、模型或领域' }).fill('factory');
  await sees(investor, '1 家企业', '上海衡光智能科技有限公司');
  await investor.getByRole('button', { name: /^我的账户/ }).click();
  await investor.getByRole('menuitem', { name: 'English' }).or(investor.getByRole('menuitemradio', { name: 'English' })).click();
  await sees(investor, '1 company', 'Hengguang Intelligence');
  expect(new URL(investor.url()).search).toContain('factory');
});

chapter('投资人按领域筛选，每项都有企业数', async () => {
  await press(investor, 'Clear all');
  await sees(investor, '2 companies');
  await investor.getByRole('main').getByRole('button', { name: 'Field' }).click();
  await investor.getByRole('dialog').getByText('Education').click();
  await investor.keyboard.press('Escape');
  await sees(investor, '1 company', 'Egret Learning');
  await press(investor, 'Clear all');
  await sees(investor, '2 companies');
});

chapter('投资人打开企业页面，只看到企业公开的内容', async () => {
  await investor.getByRole('link', { name: /Hengguang Intelligence/ }).click();
  await sees(investor, 'Language models for the factory floor', '衡光-7B', 'Not disclosed');
  const shown = await investor.getByRole('main').innerText();
  expect(shown).not.toMatch(/48,?765|4876/);
});

chapter('未公开的数字用搜索也找不到，页面与网络应答里都没有', async () => {
  for (const q of ['48765432', '4876543200', REVENUE]) {
    await investor.goto(`/directory?q=${encodeURIComponent(q)}`);
    await sees(investor, 'No company matches');
  }
  expect(answers.length).toBeGreaterThan(5);
  expect(answers.filter((text) => text.replaceAll(',', '').includes('"48765432') || text.includes('487654320'))).toEqual([]);
});

chapter('投资人打不开别人的申请与入驻页面', async () => {
  await investor.goto(`/tenancy/tenants/${company.tenancyId}`);
  await sees(investor, 'Not found');
});
