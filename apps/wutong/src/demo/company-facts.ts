import { organisationIdCheck } from '@wutong/core-shared';
import type { TenantProfileInput } from '@wutong/tenancy-server';
import type { CompanyName } from './names';
import type { Random } from './random';

const FIELDS = [
  { key: 'manufacturing', zh: '制造业工艺与质检', en: 'manufacturing and quality control' },
  { key: 'finance', zh: '金融合规与研报', en: 'financial compliance and research' },
  { key: 'health', zh: '临床病历与药物文献', en: 'clinical records and drug literature' },
  { key: 'education', zh: '中小学个性化辅导', en: 'personal tutoring in schools' },
  { key: 'government', zh: '政务问答与公文写作', en: 'public service and official writing' },
  { key: 'embodied', zh: '机器人任务规划', en: 'task planning of robots' },
  { key: 'creative', zh: '影视与游戏创作', en: 'film and game production' },
  { key: 'general', zh: '通用中文理解与推理', en: 'general Chinese understanding and reasoning' },
] as const;

const PARAMETERS = [1.8, 3, 7, 7, 13, 14, 32, 34, 72, 130];
const STAGES = ['angel', 'seed', 'seed', 'pre_a', 'pre_a', 'a', 'a', 'b'] as const;

/** A unified social credit code that is well formed: Shanghai, a company, invented digits, the right check character. */
export function registrationId(random: Random): string {
  const digits = Array.from({ length: 9 }, () => random.int(0, 9)).join('');
  const first17 = `91310104MA${digits.slice(0, 7)}`;
  return first17 + organisationIdCheck(first17);
}

/** Answers of an application that may be handed in. */
export function applicationAnswers(
  name: CompanyName, registration: string, pitchDeck: string, licence: string, random: Random,
): Record<string, unknown> {
  const field = random.pick(FIELDS);
  const staff = random.int(6, 48);
  const hours = random.int(4, 60) * 10_000;
  return {
    legalName: name.zh, incorporated: true, registrationId: registration, foundedOn: `20${random.int(21, 25)}-0${random.int(1, 9)}-1${random.int(0, 9)}`,
    website: `https://${name.short}.example`, contactEmail: `contact@${name.short}.example`, contactPhone: `+86 21 5555 ${random.int(1000, 9999)}`,
    fullTimeStaff: staff, researchStaff: Math.floor(staff * 0.6),
    founders: [
      { name: '创始人', role: '首席执行官', background: '曾任职于头部互联网企业的大模型团队。' },
      { name: '联合创始人', role: '首席科学家', background: '自然语言处理方向博士。' },
    ],
    modelWork: random.pick(['pretrain', 'finetune', 'finetune'] as const), parameters: random.pick(PARAMETERS), domains: [field.key],
    summary:
      `我们研发面向${field.zh}的中文大语言模型，已完成第一版训练与评测。团队把行业语料清洗、指令数据构造和强化学习对齐做成可复用的流水线，` +
      `在自建评测集上显著优于同规模开源模型。入驻后计划完成下一代模型的训练、备案与两家示范客户的落地。`,
    filingStatus: random.pick(['none', 'preparing', 'preparing'] as const),
    desks: random.int(4, 14), needsCompute: true, gpuHoursAYear: hours,
    ...(hours > 100_000 ? { gpuReason: '按两轮预训练与六轮微调测算，含 15% 失败重跑余量。' } : {}),
    businessLicence: [licence], pitchDeck: [pitchDeck], truth: { accepted: true, version: '2026-01' },
  };
}

/** What a tenant tells of itself; some keep money matters to themselves. */
export function profileOf(name: CompanyName, year: number, random: Random): TenantProfileInput {
  const field = random.pick(FIELDS);
  const filed = random.next() < 0.45;
  const parametersBillion = random.pick(PARAMETERS);
  const stem = name.en.split(' ')[0] ?? name.en;
  const shown = ['taglineZh', 'taglineEn', 'aboutZh', 'aboutEn', 'domains', 'modelName', 'parametersBillion', 'foundedYear', 'website'] as const;
  return {
    taglineZh: `让${field.zh}用上自己的大模型`, taglineEn: `Language models for ${field.en}`,
    aboutZh: `${name.zh}专注于${field.zh}，自研 ${parametersBillion}B 参数模型，服务行业客户的知识问答、文档生成与流程自动化。`,
    aboutEn: `${name.en} builds models for ${field.en}: a ${parametersBillion}B-parameter model of its own, used for answering, drafting and automation by customers in the field.`,
    domains: field.key === 'general' ? ['general'] : [field.key, ...(random.next() < 0.3 ? (['general'] as const) : [])],
    modelName: `${stem}-${parametersBillion}B`, parametersBillion,
    filingNumber: filed ? `Shanghai-${stem}-20260${random.int(1, 9)}${random.int(10, 28)}0${random.int(10, 99)}` : null,
    fundingStage: random.pick(STAGES), raisedFen: BigInt(random.int(3, 240)) * 100_000_000n,
    revenueFen: BigInt(random.int(0, 90)) * 50_000_000n, headcount: random.int(8, 120), foundedYear: year - random.int(1, 4),
    website: `https://${name.short}.example`, lookingFor: '寻求产业方向的战略投资人与示范应用场景。',
    shownFields: [
      ...shown, ...(filed ? (['filingNumber'] as const) : []),
      ...(random.next() < 0.75 ? (['fundingStage', 'lookingFor'] as const) : []),
      ...(random.next() < 0.4 ? (['raisedFen', 'headcount'] as const) : []),
      ...(random.next() < 0.2 ? (['revenueFen'] as const) : []),
    ],
    listed: random.next() < 0.92,
  };
}

