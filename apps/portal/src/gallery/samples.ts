import type { FormDefinition } from '@wutong/core-shared';

const names = [
  ['云栖智算', 'Yunqi Compute'],
  ['木华大模型', 'Muhua Models'],
  ['知行语音', 'Zhixing Speech'],
  ['澄观医学', 'Chengguan Medical'],
  ['北斗机器人', 'Beidou Robotics'],
  ['墨池文化', 'Mochi Culture'],
  ['星野自动驾驶', 'Xingye Driving'],
  ['青禾农业', 'Qinghe Agritech'],
] as const;

export interface SampleRow {
  id: string;
  name: { en: string; 'zh-CN': string };
  code: string;
  state: 'submitted' | 'screening' | 'information_requested' | 'offered' | 'active' | 'refused';
  sector: string;
  milliHours: string;
  fen: string;
  submittedAt: string;
  owner: { en: string; 'zh-CN': string } | null;
}

const states = ['submitted', 'screening', 'information_requested', 'offered', 'active', 'refused'] as const;
const sectors = ['language', 'vision', 'robotics', 'health'];
const owners = [{ en: 'Lin Yue', 'zh-CN': '林越' }, { en: 'Chen Mo', 'zh-CN': '陈默' }, null];

/** Rows for the gallery's list: always the same, enough of them to scroll. */
export const sampleRows: readonly SampleRow[] = Array.from({ length: 1000 }, (_, index) => {
  const [zh, en] = names[index % names.length] ?? names[0];
  const round = Math.floor(index / names.length);
  return {
    id: `r${index}`,
    name: { 'zh-CN': `${zh}${round ? ` ${round + 1} 号` : ''}`, en: `${en}${round ? ` ${round + 1}` : ''}` },
    code: `TA-2026-${String(index + 1).padStart(4, '0')}`,
    state: states[(index * 7) % states.length] ?? 'submitted',
    sector: sectors[index % sectors.length] ?? 'language',
    milliHours: String(((index * 7919) % 90_000) * 1000 + 500),
    fen: String(((index * 104_729) % 900_000) * 100),
    submittedAt: new Date(Date.UTC(2026, 10, 23, 9, 0) - index * 5.3 * 3_600_000).toISOString(),
    owner: owners[index % owners.length] ?? null,
  };
});

/** A form with every kind of field. */
export const sampleForm: FormDefinition = {
  key: 'gallery',
  version: 1,
  sections: [
    {
      key: 'company',
      title: { 'zh-CN': '企业信息', en: 'The company' },
      help: { 'zh-CN': '与营业执照一致。', en: 'As on the business licence.' },
      fields: [
        { key: 'name', type: 'text', label: { 'zh-CN': '企业名称', en: 'Name of the company' }, required: true, maxCharacters: 80 },
        { key: 'uscc', type: 'organisationId', label: { 'zh-CN': '统一社会信用代码', en: 'Unified social credit code' }, required: true },
        { key: 'country', type: 'country', label: { 'zh-CN': '注册地', en: 'Registered in' }, required: true },
        {
          key: 'province', type: 'province', label: { 'zh-CN': '省份', en: 'Province' }, required: true,
          visibleWhen: { field: 'country', equals: 'CN' },
        },
        { key: 'founded', type: 'date', label: { 'zh-CN': '成立日期', en: 'Founded on' }, max: '2026-11-23' },
        {
          key: 'team', type: 'table', label: { 'zh-CN': '核心成员', en: 'Key people' }, required: true, maxRows: 8,
          columns: [
            { key: 'name', type: 'text', label: { 'zh-CN': '姓名', en: 'Name' }, required: true },
            { key: 'role', type: 'text', label: { 'zh-CN': '职务', en: 'Role' }, required: true },
            { key: 'email', type: 'email', label: { 'zh-CN': '邮箱', en: 'E-mail' } },
          ],
        },
      ],
    },
    {
      key: 'plan',
      title: { 'zh-CN': '研发计划', en: 'What you will build' },
      fields: [
        {
          key: 'stage', type: 'choice', label: { 'zh-CN': '当前阶段', en: 'Stage' }, required: true,
          options: [
            { value: 'idea', label: { 'zh-CN': '概念验证', en: 'Proof of concept' } },
            { value: 'product', label: { 'zh-CN': '产品内测', en: 'Product in trial' } },
            { value: 'revenue', label: { 'zh-CN': '已有营收', en: 'Earning revenue' }, help: { 'zh-CN': '需附最近一年财报', en: 'Last year’s accounts are asked for below' } },
          ],
        },
        { key: 'revenue', type: 'money', label: { 'zh-CN': '上年营收', en: 'Revenue last year' }, visibleWhen: { field: 'stage', equals: 'revenue' }, required: true, min: 0 },
        { key: 'summary', type: 'longText', label: { 'zh-CN': '项目简介', en: 'Summary' }, required: true, minCharacters: 20, maxCharacters: 600 },
        { key: 'hours', type: 'quantity', units: ['gpu-mh:h800', 'gpu-mh:910b'], label: { 'zh-CN': '申请算力', en: 'GPU time asked for' }, required: true },
        { key: 'window', type: 'dateRange', label: { 'zh-CN': '使用时段', en: 'Window of use' } },
        { key: 'exports', type: 'boolean', label: { 'zh-CN': '是否涉及数据出境', en: 'Does data leave the country?' }, required: true },
        { key: 'papers', type: 'files', label: { 'zh-CN': '附件', en: 'Documents' }, accept: ['application/pdf', '.docx'], maxSizeBytes: 20_000_000, maxFiles: 5 },
      ],
    },
    {
      key: 'consent',
      title: { 'zh-CN': '声明', en: 'Declarations' },
      fields: [
        {
          key: 'truth', type: 'consent', version: '2026-03', required: true, label: { 'zh-CN': '真实性承诺', en: 'Truthfulness' },
          statement: { 'zh-CN': '本企业承诺所填内容真实、完整，并同意孵化器为审核目的进行核验。', en: 'The company states that everything here is true and complete, and agrees that the incubator verifies it for the review.' },
        },
      ],
    },
  ],
};
