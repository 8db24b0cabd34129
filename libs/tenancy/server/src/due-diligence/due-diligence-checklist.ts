import type { LocalisedText } from '@wutong/core-shared';

export interface ChecklistItem {
  readonly key: string;
  readonly mandatory: boolean;
  readonly text: LocalisedText;
}

/** What the centre checks of every applicant that passed screening. */
export const DUE_DILIGENCE_CHECKLIST: readonly ChecklistItem[] = [
  { key: 'registration', mandatory: true, text: { en: 'Registration and shareholders agree with the public register', 'zh-CN': '工商登记与股权信息核验一致' } },
  { key: 'litigation', mandatory: true, text: { en: 'No dishonesty record, no open litigation that matters', 'zh-CN': '无失信记录及重大未决诉讼' } },
  { key: 'ip', mandatory: true, text: { en: 'Rights to code, weights and data are the company’s', 'zh-CN': '代码、权重与数据权属清晰' } },
  { key: 'interview', mandatory: true, text: { en: 'Founders interviewed', 'zh-CN': '完成创始团队访谈' } },
  { key: 'technical', mandatory: true, text: { en: 'Technical claims checked by an expert', 'zh-CN': '技术内容经专家核验' } },
  { key: 'reference', mandatory: false, text: { en: 'A customer or partner has been asked', 'zh-CN': '完成客户或合作方访谈' } },
];
