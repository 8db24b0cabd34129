import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Centre, linkIn, openCentre, PDF } from './centre';
import { CHINESE, choose, confirm, field, fill, offers, PASSWORD, press, sees, signIn, story } from './chapters';

const DAY = 86_400_000;
const COMPANY = '上海听澜智能科技有限公司';
const CHECKS = ['工商登记与股权信息核验一致', '无失信记录及重大未决诉讼', '代码、权重与数据权属清晰', '完成创始团队访谈'];
const EXPERT = '技术内容经专家核验';
/** Every move that an application may see; each person finds only their own. */
const MOVES = ['领取', '通过初审', '要求补充', '认定不符合', '提交评审会', '录取', '列入候补', '不予录取', '阅读并签署', '继续填写', '补充材料'];

let centre: Centre;
let founder: Page;
let screener: Page;
let approver: Page;
let lead: Page;
let casePath: string;

const { chapter, window } = story('admission', () => centre.journey);
const zh = { locale: 'zh-CN' } as const;
const openCase = async (page: Page): Promise<void> => {
  await page.goto(casePath);
  await page.getByRole('tab', { name: '申请内容' }).waitFor();
};

beforeAll(async () => {
  centre = await openCentre(zh);
  await centre.join({ email: 'han@centre.example', name: '韩雪', roles: ['screener'] });
  await centre.join({ email: 'wen@centre.example', name: '温以宁', roles: ['programme_lead'] });
  await centre.join({ email: 'shao@centre.example', name: '邵峰', roles: ['approver'] });
}, 180_000);
afterAll(() => centre?.close(), 60_000);

chapter('项目主管开放入驻批次', async () => {
  lead = await window('lead', zh);
  await signIn(lead, CHINESE, 'wen@centre.example');
  await lead.getByRole('link', { name: '入驻申请', exact: true }).click();
  await press(lead, '开放新批次');
  await fill(lead, '中文名称', '2026 年冬季批次');
  await fill(lead, '英文名称', 'Winter 2026');
  const day = (ahead: number): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(Date.now() + ahead * DAY).replaceAll('-', '');
  await lead.getByRole('dialog').getByRole('spinbutton').first().click();
  await lead.keyboard.type(day(0) + day(60));
  await fill(lead, '工位数', '120');
  await confirm(lead, '开放批次');
  await sees(lead, '批次已发布');
});

chapter('创始人注册企业，并用邮件里的链接验证邮箱', async () => {
  founder = await window('founder', zh);
  await founder.goto('/sign-in');
  await founder.getByRole('link', { name: '注册企业' }).click();
  await fill(founder, '企业中文名称', COMPANY);
  await fill(founder, '企业英文名称', 'Tinglan Intelligence');
  await fill(founder, '您的姓名', '许听澜');
  await fill(founder, '邮箱', 'xu@tinglan.example');
  await fill(founder, '密码', PASSWORD);
  await press(founder, '注册');
  await founder.getByRole('navigation', { name: '主导航' }).waitFor();
  const letter = await centre.mail.mailTo('xu@tinglan.example');
  expect(letter.subject).toBe('请验证您的邮箱');
  await founder.goto(linkIn(letter.text));
  await sees(founder, 'xu@tinglan.example 已验证。');
  await founder.getByRole('link', { name: '进入门户' }).click();
});

chapter('创始人填写入驻申请：后面的问题随前面的回答出现', async () => {
  await founder.getByRole('link', { name: '申请入驻' }).first().click();
  await sees(founder, '2026 年冬季批次');
  await press(founder, '开始申请');
  await fill(founder, '企业全称', COMPANY);
  const code = field(founder, '统一社会信用代码');
  expect(await code.isVisible()).toBe(false);
  await choose(founder, '企业是否已完成注册？', '是');
  await code.waitFor();
  await founder.getByRole('group', { name: '营业执照' }).waitFor();
  await choose(founder, '企业是否已完成注册？', '否');
  await code.waitFor({ state: 'hidden' });
  await fill(founder, '计划何时、在何地注册？', '计划于 2027 年 1 月在上海市徐汇区完成注册。');
  await fill(founder, '联系邮箱', 'xu@tinglan.example');
  await fill(founder, '联系电话', '+86 21 5555 0199');
});

chapter('写到一半刷新页面，已写的内容都在', async () => {
  await sees(founder, /^已保存/);
  await founder.reload();
  await field(founder, '企业全称').waitFor();
  expect(await field(founder, '企业全称').inputValue()).toBe(COMPANY);
  expect(await field(founder, '联系电话').inputValue()).toBe('+86 21 5555 0199');
  expect(await founder.getByRole('radio', { name: '否' }).first().isChecked()).toBe(true);
});

chapter('缺少内容时不能提交，并被带到缺少的地方', async () => {
  await press(founder, '提交申请');
  expect(await field(founder, '全职人数').inputValue()).toBe('');
  await founder.getByRole('button', { name: '团队 › 全职人数：此项必填' }).click();
  await fill(founder, '全职人数', '12');
  await fill(founder, '其中研发人员', '8');
  // The line that has been mended stays, ticked off, so that nothing moves under the pointer.
  await founder.getByRole('listitem').filter({ hasText: '团队 › 全职人数：此项必填 已补齐' }).waitFor();
  await press(founder, '添加一行');
  await fill(founder, '姓名', '许听澜');
  await fill(founder, '职务', '首席执行官');
});

chapter('创始人上传商业计划书，提交申请', async () => {
  await choose(founder, '贵司的模型工作属于哪一类？', '从零预训练');
  await fill(founder, '最大模型规模（十亿参数）', '7');
  await pressSlowly(founder, '智能制造');
  await fill(
    founder, '项目简介与价值',
    '我们训练面向制造业的中文大语言模型，支持工艺文件理解、质量分析与设备运维问答，把一线工程师的经验沉淀为可复用的模型能力，并以较低的推理成本部署到工厂本地。',
  );
  await choose(founder, '模型备案情况', '尚未开始');
  await fill(founder, '工位数', '8');
  await choose(founder, '是否需要算力？', '否');
  const chooser = founder.waitForEvent('filechooser');
  await founder.getByRole('group', { name: '商业计划书' }).getByRole('button', { name: '选择文件' }).click();
  await (await chooser).setFiles({ name: '听澜商业计划书.pdf', mimeType: 'application/pdf', buffer: PDF });
  await founder.getByRole('button', { name: '移除 听澜商业计划书.pdf' }).waitFor();
  await founder.getByText('我已阅读并同意').click();
  await press(founder, '提交申请');
  await sees(founder, '待初审');
  casePath = new URL(founder.url()).pathname;
  expect(await offers(founder, ...MOVES)).toEqual([]);
});

chapter('初审员在队列里找到申请并领取', async () => {
  screener = await window('screener', zh);
  await signIn(screener, CHINESE, 'han@centre.example');
  await screener.getByRole('link', { name: '入驻申请' }).click();
  await screener.getByRole('link', { name: COMPANY }).click();
  await screener.getByRole('tab', { name: '申请内容' }).waitFor();
  expect(await offers(screener, ...MOVES)).toEqual(['领取']);
  await press(screener, '领取');
  await sees(screener, '已领取，可以开始初审');
  await screener.getByRole('button', { name: '通过初审' }).waitFor();
  expect(await offers(screener, ...MOVES)).toEqual(['通过初审', '要求补充', '认定不符合']);
});

chapter('初审员对两个部分要求补充，企业收到邮件', async () => {
  await press(screener, '要求补充');
  await choose(screener, '需补充的部分', '团队', '入驻需求');
  await fill(screener, '补充说明', '请补充核心研发人员的人数，并说明工位安排。');
  await confirm(screener, '发出要求');
  await sees(screener, '待补充');
  const letter = await centre.mail.mailTo('xu@tinglan.example', '请补充核心研发人员的人数');
  expect(letter.text).toContain(casePath);
});

chapter('创始人只能修改被要求补充的两个部分', async () => {
  await founder.reload();
  await sees(founder, '中心请您补充材料', '请补充核心研发人员的人数，并说明工位安排。');
  await press(founder, '补充材料');
  await field(founder, '全职人数').waitFor();
  const open = (label: string): Promise<boolean> => field(founder, label).isEditable();
  expect(await Promise.all(['企业全称', '联系电话', '项目简介与价值'].map(open))).toEqual([false, false, false]);
  await fill(founder, '其中研发人员', '9');
  await fill(founder, '工位数', '10');
  await press(founder, '提交补充');
  await sees(founder, '初审中');
});

chapter('初审员看到修改之处，通过初审', async () => {
  await openCase(screener);
  await sees(screener, '修改内容');
  await press(screener, '通过初审');
  await confirm(screener, '通过初审');
  await sees(screener, '尽职调查');
});

chapter('初审员逐项完成尽调，但不能豁免', async () => {
  for (const check of CHECKS) {
    await press(screener, `完成：${check}`);
    await fill(screener, '核查结果', `已核验：${check}`);
    await confirm(screener, '标记完成');
    await sees(screener, `已核验：${check}`);
  }
  expect(await screener.getByRole('button', { name: /^豁免/ }).count()).toBe(0);
});

chapter('审批人说明理由，豁免其中一项', async () => {
  approver = await window('approver', zh);
  await signIn(approver, CHINESE, 'shao@centre.example');
  await openCase(approver);
  await press(approver, `豁免：${EXPERT}`);
  await approver.getByRole('dialog').getByRole('button', { name: '豁免' }).click();
  await sees(approver, '请用一两句话说明理由。');
  await fill(approver, '理由', '核心论文已由同行评审，无需重复核验。');
  await confirm(approver, '豁免');
  await sees(approver, '核心论文已由同行评审，无需重复核验。');
  expect(await offers(approver, ...MOVES)).toEqual(['不予录取']);
});

chapter('项目主管提交评审会', async () => {
  await openCase(lead);
  await lead.getByRole('button', { name: '提交评审会' }).waitFor();
  expect(await offers(lead, ...MOVES)).toEqual(['提交评审会']);
  await press(lead, '提交评审会');
  await confirm(lead, '提交评审会');
  await sees(lead, '评审中');
});

chapter('到会不足三人不能决定，三人到会后录取', async () => {
  await openCase(approver);
  await approver.getByRole('button', { name: '录取', exact: true }).waitFor();
  expect(await offers(approver, ...MOVES)).toEqual(['录取', '列入候补', '不予录取']);
  await press(approver, '录取');
  await choose(approver, '到会成员', '邵峰', '韩雪');
  await fill(approver, '会议纪要', '团队与方案均符合要求，一致同意录取。');
  const dialog = approver.getByRole('dialog');
  await dialog.getByRole('button', { name: '录取' }).click();
  await sees(approver, '评审会须有 3 名无利益冲突的成员到会，当前仅 2 名。');
  await choose(approver, '到会成员', '温以宁');
  await confirm(approver, '录取');
  await sees(approver, '待签约');
});

chapter('创始人阅读协议并签署', async () => {
  await openCase(founder);
  await sees(founder, '恭喜，您已获录取');
  await press(founder, '阅读并签署');
  await fill(founder, '签署人姓名', '许听澜');
  await confirm(founder, '签署');
  await sees(founder, '已签约');
});

chapter('双方办完入驻事项，入驻自动生效', async () => {
  await founder.getByRole('link', { name: '办理入驻' }).click();
  for (const task of ['缴纳押金', '完成消防与数据安全培训']) {
    const item = founder.getByRole('listitem').filter({ hasText: task });
    await item.getByRole('button', { name: '标记完成' }).click();
    await item.getByRole('button', { name: '撤销' }).waitFor();
  }
  expect(await founder.getByRole('listitem').filter({ hasText: '移交工位与门禁卡' }).getByRole('button').count()).toBe(0);
  await lead.getByRole('link', { name: '入驻企业' }).click();
  await lead.getByRole('link', { name: COMPANY }).click();
  await sees(lead, '入驻办理中');
  for (const task of ['移交工位与门禁卡', '开通网络与账号']) {
    await lead.getByRole('listitem').filter({ hasText: task }).getByRole('button', { name: '标记完成' }).click();
  }
  await lead.getByText('在驻', { exact: true }).first().waitFor();
  await founder.reload();
  await founder.getByText('在驻', { exact: true }).first().waitFor();
});

chapter('时间线写明谁在何时做了什么、为什么', async () => {
  await openCase(founder);
  await founder.getByRole('tab', { name: /时间线/ }).click();
  const lines = await founder.getByRole('tabpanel').getByRole('listitem').allInnerTexts();
  const told = lines.reverse().map((line) => line.split('\n').map((part) => part.trim()).filter(Boolean));
  expect(told.map(([what, , who]) => [what, who])).toEqual([
    ['创建申请', '许听澜'], ['提交申请', '许听澜'], ['领取并开始初审', '韩雪'], ['要求补充材料', '韩雪'], ['已补充材料', '许听澜'],
    ['通过初审', '韩雪'], ['提交评审会', '温以宁'], ['决定录取', '邵峰'], ['签署协议', '许听澜'],
  ]);
  expect(told.every(([, when]) => /\d{4}/.test(when ?? ''))).toBe(true);
  expect(told[3]).toContain('请补充核心研发人员的人数，并说明工位安排。');
});

/** Presses a choice as a hand does, which rests before it lets go: what the press mends above must not take the choice from under it. */
async function pressSlowly(page: Page, choice: string): Promise<void> {
  const option = page.getByText(choice, { exact: true });
  await option.hover();
  const before = await option.boundingBox();
  await page.mouse.down();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  expect(await option.boundingBox()).toEqual(before);
  await page.mouse.up();
  await page.getByRole('checkbox', { name: choice, checked: true }).waitFor();
}
