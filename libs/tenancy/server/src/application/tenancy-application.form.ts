import type { Condition, FormDefinition, LocalisedText } from '@wutong/core-shared';

/** Versions of the application form; a published version never changes. */
const VERSION_1: FormDefinition = {
  key: 'tenancy-application',
  version: 1,
  title: { en: 'Application for tenancy', 'zh-CN': '入驻申请' },
  sections: [
    {
      key: 'company',
      title: { en: 'Company', 'zh-CN': '企业信息' },
      fields: [
        { key: 'legalName', type: 'text', required: true, maxCharacters: 200, label: { en: 'Legal name', 'zh-CN': '企业全称' } },
        { key: 'incorporated', type: 'boolean', required: true, label: { en: 'Is the company registered?', 'zh-CN': '企业是否已完成注册？' } },
        {
          key: 'registrationId', type: 'organisationId', required: true, visibleWhen: { field: 'incorporated', equals: true },
          label: { en: 'Unified social credit code', 'zh-CN': '统一社会信用代码' },
          help: { en: '18 characters, from the business licence. Letters I, O, S, V, Z do not occur.', 'zh-CN': '营业执照上的 18 位代码，不含字母 I、O、S、V、Z。' },
        },
        {
          key: 'incorporationPlan', type: 'longText', required: true, maxWords: 200, visibleWhen: { field: 'incorporated', equals: false },
          label: { en: 'When and where will it be registered?', 'zh-CN': '计划何时、在何地注册？' },
        },
        { key: 'foundedOn', type: 'date', visibleWhen: { field: 'incorporated', equals: true }, label: { en: 'Founded on', 'zh-CN': '成立日期' } },
        { key: 'website', type: 'url', label: { en: 'Website', 'zh-CN': '官方网站' } },
        { key: 'contactEmail', type: 'email', required: true, label: { en: 'Contact e-mail', 'zh-CN': '联系邮箱' } },
        { key: 'contactPhone', type: 'phone', required: true, label: { en: 'Contact telephone', 'zh-CN': '联系电话' } },
      ],
    },
    {
      key: 'team',
      title: { en: 'Team', 'zh-CN': '团队' },
      fields: [
        { key: 'fullTimeStaff', type: 'integer', required: true, min: 1, max: 5000, label: { en: 'Full-time staff', 'zh-CN': '全职人数' } },
        { key: 'researchStaff', type: 'integer', required: true, min: 0, max: 5000, label: { en: 'Of these in research', 'zh-CN': '其中研发人员' } },
        {
          key: 'founders', type: 'table', required: true, minRows: 1, maxRows: 8, label: { en: 'Founders', 'zh-CN': '创始团队' },
          columns: [
            { key: 'name', type: 'text', required: true, maxCharacters: 80, label: { en: 'Name', 'zh-CN': '姓名' } },
            { key: 'role', type: 'text', required: true, maxCharacters: 80, label: { en: 'Role', 'zh-CN': '职务' } },
            { key: 'background', type: 'text', maxCharacters: 300, label: { en: 'Background', 'zh-CN': '背景' } },
          ],
        },
      ],
    },
    {
      key: 'model',
      title: { en: 'Model', 'zh-CN': '模型' },
      fields: [
        {
          key: 'modelWork', type: 'choice', required: true, label: { en: 'What do you do with models?', 'zh-CN': '贵司的模型工作属于哪一类？' },
          options: [
            { value: 'pretrain', label: { en: 'Train from scratch', 'zh-CN': '从零预训练' } },
            { value: 'finetune', label: { en: 'Fine-tune or continue training', 'zh-CN': '微调或继续训练' } },
            { value: 'tooling', label: { en: 'Tools for those who train', 'zh-CN': '训练工具与基础设施' } },
            { value: 'api-only', label: { en: 'Only call others’ models', 'zh-CN': '仅调用第三方模型接口' } },
          ],
        },
        {
          key: 'parameters', type: 'number', min: 0.01, max: 100000, decimals: 2, required: true,
          visibleWhen: { field: 'modelWork', in: ['pretrain', 'finetune'] },
          label: { en: 'Size of the largest model (billion parameters)', 'zh-CN': '最大模型规模（十亿参数）' },
        },
        {
          key: 'domains', type: 'multiChoice', required: true, minChoices: 1, maxChoices: 4, label: { en: 'Fields of use', 'zh-CN': '应用领域' },
          options: [
            { value: 'general', label: { en: 'General', 'zh-CN': '通用' } },
            { value: 'manufacturing', label: { en: 'Manufacturing', 'zh-CN': '智能制造' } },
            { value: 'finance', label: { en: 'Finance', 'zh-CN': '金融' } },
            { value: 'health', label: { en: 'Health and life science', 'zh-CN': '医疗与生命科学' } },
            { value: 'education', label: { en: 'Education', 'zh-CN': '教育' } },
            { value: 'government', label: { en: 'Public services', 'zh-CN': '政务' } },
            { value: 'embodied', label: { en: 'Robotics', 'zh-CN': '具身智能' } },
            { value: 'creative', label: { en: 'Media and design', 'zh-CN': '媒体与设计' } },
          ],
        },
        { key: 'summary', type: 'longText', required: true, minWords: 30, maxWords: 800, label: { en: 'What you build, and why it matters', 'zh-CN': '项目简介与价值' } },
        {
          key: 'filingStatus', type: 'choice', required: true, visibleWhen: { not: { field: 'modelWork', equals: 'tooling' } },
          label: { en: 'Filing of the model', 'zh-CN': '模型备案情况' },
          options: [
            { value: 'none', label: { en: 'Not begun', 'zh-CN': '尚未开始' } },
            { value: 'preparing', label: { en: 'In preparation', 'zh-CN': '准备中' } },
            { value: 'filed', label: { en: 'Filed or registered', 'zh-CN': '已备案或登记' } },
          ],
        },
        {
          key: 'filingNumber', type: 'text', required: true, maxCharacters: 80, visibleWhen: { field: 'filingStatus', equals: 'filed' },
          label: { en: 'Filing number', 'zh-CN': '备案号或登记号' },
        },
      ],
    },
    {
      key: 'needs',
      title: { en: 'What you need', 'zh-CN': '入驻需求' },
      fields: [
        { key: 'desks', type: 'integer', required: true, min: 1, max: 200, label: { en: 'Desks', 'zh-CN': '工位数' } },
        { key: 'needsCompute', type: 'boolean', required: true, label: { en: 'Do you need compute?', 'zh-CN': '是否需要算力？' } },
        {
          key: 'gpuHoursAYear', type: 'integer', required: true, min: 1, max: 100_000_000, visibleWhen: { field: 'needsCompute', equals: true },
          label: { en: 'GPU-hours in the first year', 'zh-CN': '首年 GPU 卡时' },
        },
        {
          key: 'gpuReason', type: 'longText', maxWords: 400, requiredWhen: { field: 'gpuHoursAYear', gt: 100_000 },
          visibleWhen: { field: 'needsCompute', equals: true },
          label: { en: 'How you came to that number', 'zh-CN': '测算依据' },
          help: { en: 'Required above 100,000 hours.', 'zh-CN': '超过 10 万卡时必填。' },
        },
      ],
    },
    {
      key: 'documents',
      title: { en: 'Documents', 'zh-CN': '材料' },
      fields: [
        {
          key: 'businessLicence', type: 'files', required: true, maxFiles: 1, maxSizeBytes: 20_000_000,
          accept: ['application/pdf', 'image/png', 'image/jpeg'], visibleWhen: { field: 'incorporated', equals: true },
          label: { en: 'Business licence', 'zh-CN': '营业执照' },
        },
        {
          key: 'pitchDeck', type: 'files', required: true, maxFiles: 3, maxSizeBytes: 100_000_000, accept: ['application/pdf'],
          label: { en: 'Business plan', 'zh-CN': '商业计划书' }, help: { en: 'PDF, up to 100 MB each.', 'zh-CN': 'PDF，每份不超过 100 MB。' },
        },
        {
          key: 'truth', type: 'consent', required: true, version: '2026-01',
          label: { en: 'Declaration', 'zh-CN': '承诺' },
          statement: {
            en: 'What is stated here is true and complete, and the centre may check it with public registers.',
            'zh-CN': '本申请内容真实、完整，同意中心通过公开渠道核验。',
          },
        },
      ],
    },
  ],
};

const VERSIONS: readonly FormDefinition[] = [VERSION_1];
export const CURRENT_FORM_VERSION = 1;

/** The form of a version; an unknown version is a fault of ours. */
export function tenancyApplicationForm(version: number): FormDefinition {
  const form = VERSIONS.find((candidate) => candidate.version === version);
  if (!form) throw new Error(`There is no version ${version} of the tenancy application form`);
  return form;
}

export interface EligibilityRule {
  /** What a finding of ineligibility cites. */
  readonly id: string;
  readonly text: LocalisedText;
  /** Holds for an eligible applicant; null where a person has to judge. */
  readonly holds: Condition | null;
}

/** Who may become a tenant at all. Shown before the form is filled; the first three stop a submission. */
export const ELIGIBILITY_RULES: readonly EligibilityRule[] = [
  {
    id: 'E1',
    text: { en: 'The start-up trains or fine-tunes language models, or builds tools for those who do.', 'zh-CN': '从事大语言模型的训练、微调，或为其提供工具。' },
    holds: { not: { field: 'modelWork', equals: 'api-only' } },
  },
  {
    id: 'E2',
    text: { en: 'It has at least two full-time people.', 'zh-CN': '全职人员不少于 2 人。' },
    holds: { field: 'fullTimeStaff', gt: 1 },
  },
  {
    id: 'E3',
    text: { en: 'It asks for no more than 60 desks.', 'zh-CN': '申请工位不超过 60 个。' },
    holds: { field: 'desks', lt: 61 },
  },
  {
    id: 'E4',
    text: { en: 'Its registration and its people are as it says they are.', 'zh-CN': '注册信息与人员情况属实。' },
    holds: null,
  },
  {
    id: 'E5',
    text: { en: 'Its work is lawful and needs no licence that it lacks.', 'zh-CN': '业务合法合规，具备所需资质。' },
    holds: null,
  },
];
