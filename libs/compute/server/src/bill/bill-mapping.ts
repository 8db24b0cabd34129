import { z } from 'zod';
import { BILL_TIME_ZONES } from './bill-values';

/** What a column of a bill may be for us. `start` and `amount` are needed; everything else where the supplier gives it. */
export const BILL_FIELDS = [
  'lineId', 'resource', 'sku', 'cluster', 'gpuClass', 'category', 'description', 'start', 'end', 'quantity', 'gpus', 'unitPrice',
  'amount', 'tax',
] as const;
export type BillField = (typeof BILL_FIELDS)[number];

/** What one of the column `quantity` is. `node_hour` is `gpusPerNode` GPU-hours. */
export const QUANTITY_UNITS = ['gpu_hour', 'gpu_day', 'gpu_second', 'node_hour'] as const;
export type QuantityUnit = (typeof QUANTITY_UNITS)[number];
export const AMOUNT_UNITS = ['yuan', 'fen'] as const;

const column = z.string().min(1).max(200);

/** How the columns of one supplier's file are to be read. Columns are known by their names in the header. */
export const billMappingSchema = z.object({
  columns: z.partialRecord(z.enum(BILL_FIELDS), column),
  quantityUnit: z.enum(QUANTITY_UNITS),
  gpusPerNode: z.int().min(1).max(64).default(8),
  amountUnit: z.enum(AMOUNT_UNITS),
  timeZone: z.enum(BILL_TIME_ZONES),
});
export type BillMapping = z.output<typeof billMappingSchema>;

/** What suppliers call their columns: Alibaba's DescribeInstanceBill, Tencent's DescribeBillDetail, and Excel tables. */
const NAMES: Readonly<Record<BillField, RegExp>> = {
  lineId: /^(billid|recordid|lineid|lineno|流水号|序号|编号|行号|账单id|明细id)$/,
  resource: /^(instanceid|resourceid|实例id|资源id|资源编号|实例编号|设备编号|节点编号?)$/,
  sku: /^(billingitem(code)?|sku|skuid|itemcode|componentcodename|instancespec|计费项|规格|产品规格|资费编码|计费项编码)$/,
  cluster: /^(cluster|clustername|pool|集群|集群名称|资源池|资源池名称|算力池)$/,
  gpuClass: /^(gpuclass|gputype|gpumodel|gpu型号|卡型|显卡型号|卡型号|型号|加速卡型号)$/,
  category: /^(chargecategory|category|actiontypename|费用类型|交易类型|收费类型)$/,
  description: /^(description|productname|itemname|productdetail|产品名称|说明|备注|费用说明|项目)$/,
  start: /^(billingdate|feebegintime|usagestarttime|starttime|startdate|start|账单日期|账期|日期|计费日期|使用日期|开始时间|开始日期|计费开始时间|使用开始时间)$/,
  end: /^(feeendtime|usageendtime|endtime|enddate|end|结束时间|结束日期|计费结束时间|使用结束时间)$/,
  quantity: /^(usage|usedamount|quantity|gpuhours|cardhours|用量|卡时|卡时数|使用卡时|gpu时|组件用量|数量|计费用量|机时|使用时长)$/,
  gpus: /^(gpus|gpucount|cards|卡数|gpu数量|gpu卡数)$/,
  unitPrice: /^(unitprice|singleprice|listprice|price|单价|组件单价|协议单价|合同单价)$/,
  amount: /^(pretaxamount|realtotalcost|paymentamount|cost|amount|total|金额|应付金额|优惠后总价|费用|小计|结算金额|不含税金额|应付)$/,
  tax: /^(tax|taxamount|税额|税金|增值税)$/,
};

/** A mapping by what the columns are called; units in brackets, as in `金额（元）`, are passed over. */
export function guessMapping(headers: readonly string[]): BillMapping {
  const columns: Partial<Record<BillField, string>> = {};
  let isNodeHours = false;
  for (const header of headers) {
    const plain = header.normalize('NFKC').toLowerCase().replace(/\(.*\)/, '').replace(/[\s_]/g, '');
    const field = BILL_FIELDS.find((name) => columns[name] === undefined && NAMES[name].test(plain));
    if (!field) continue;
    columns[field] = header;
    if (field === 'quantity') isNodeHours = plain.includes('机时');
  }
  const isFen = columns.amount !== undefined && /[(（]分[)）]/.test(columns.amount);
  return {
    columns, quantityUnit: isNodeHours ? 'node_hour' : 'gpu_hour', gpusPerNode: 8, amountUnit: isFen ? 'fen' : 'yuan', timeZone: 'Asia/Shanghai',
  };
}
