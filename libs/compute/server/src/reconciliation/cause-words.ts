import type { Say } from '@wutong/core-server';
import type { Cause } from './match';

/** Why two sides differ, as the dispute file tells it. */
export const CAUSE_WORDS: Readonly<Record<Cause, Say>> = {
  price: { en: 'Billed at another price than the contract’s', 'zh-CN': '计费单价与合同单价不符' },
  quantity: { en: 'Billed for another quantity than was metered', 'zh-CN': '计费用量与计量不符' },
  time_zone: { en: 'Days are counted from midnight UTC instead of Shanghai', 'zh-CN': '按 UTC 而非北京时间划分自然日' },
  missing_meter: { en: 'Billed for a day of which no usage was delivered', 'zh-CN': '该日已计费，但未上报任何用量' },
  never_metered: { en: 'Billed for a pool that nobody used', 'zh-CN': '该资源池本月无任何计量，却被计费' },
  not_billed: { en: 'Metered and not billed', 'zh-CN': '已计量但未计费' },
  no_quantity: { en: 'Billed without a quantity', 'zh-CN': '计费明细缺少用量' },
  unmatched: { en: 'Billed for something that is no pool of ours', 'zh-CN': '计费资源不属于任何已登记的资源池' },
  outside: { en: 'Billed for another month', 'zh-CN': '计费时间不在本账期' },
  credit: { en: 'Credit', 'zh-CN': '抵扣' },
  tax: { en: 'Tax', 'zh-CN': '税额' },
  rounding: { en: 'Rounding', 'zh-CN': '舍入差异' },
};
