import { z } from 'zod';
import { checkReferences } from './world-checks';

/**
 * The input of the planner, as one JSON document: what every supplier offers month by month, who asks for what, by
 * which rules weights arise, and what was planned before. Hours are GPU-hours with at most three decimals, money is
 * whole fen, months are YYYY-MM; the planner turns all of it into integers and never computes with fractions of them.
 */
const field = <T extends z.ZodType>(schema: T, en: string, zh: string): T =>
  schema.meta({ description: en, zh }) as T;

const identifier = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, { error: 'identifier' });
const month = z.string().regex(/^[0-9]{4}-(0[1-9]|1[0-2])$/, { error: 'month' });
const hours = z
  .number()
  .min(0)
  .max(1e8)
  .refine((value) => Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-5, { error: 'three-decimals' });
const percent = z.int().min(1).max(1000);

const monthHours = (en: string, zh: string) =>
  z.strictObject({ month: field(month, 'Month, YYYY-MM.', '月份，YYYY-MM。'), hours: field(hours, en, zh) });

const pool = z.strictObject({
  id: field(identifier, 'Name of the pool, unique.', '资源池编号，唯一。'),
  supplier: field(identifier, 'Supplier which offers the pool.', '提供该资源池的供应商。'),
  gpuClass: field(identifier, 'GPU class, one of the normalisation factors.', 'GPU 型号，须在折算系数中列出。'),
  region: field(identifier, 'Region where the pool stands.', '资源池所在地区。'),
  dataRules: field(
    z.array(identifier).default([]),
    'Data rules which the pool is cleared for; a request may use it only if all its own rules are among them.',
    '资源池满足的数据合规要求；申请所需的要求全部满足时才可使用该池。',
  ),
  capacity: field(
    z.array(
      z.strictObject({
        from: field(month, 'First month with this count.', '自该月起生效。'),
        gpus: field(z.int().min(0).max(1e5), 'Number of GPUs, until the next entry.', 'GPU 数量，至下一条为止。'),
      }),
    ),
    'GPUs over time; before the first entry there are none. A month has days × 24 hours.',
    '随时间变化的 GPU 数量；首条之前为零。每月按“天数 × 24 小时”计。',
  ),
  prices: field(
    z
      .array(
        z.strictObject({
          from: field(month, 'First month with this price.', '自该月起生效。'),
          fenPerGpuHour: field(
            z.int().min(0).max(1e7),
            'Price of one GPU-hour of this class in fen.',
            '该型号每 GPU 小时的价格（分）。',
          ),
        }),
      )
      .min(1),
    'Price list by date; every month with capacity needs a price.',
    '按日期生效的价目；凡有容量的月份都须有价格。',
  ),
  extra: field(
    z.array(monthHours('GPU-hours on top of the GPUs.', '在 GPU 数量之外增加的 GPU 小时。')).default([]),
    'Hours on top of the count, for example a burst contract.',
    '数量之外的补充容量，例如临时扩容合同。',
  ),
  headroomPercent: field(
    z.int().min(0).max(100).default(0),
    'Part of the capacity which planning leaves free.',
    '规划时预留不分配的比例。',
  ),
  maintenance: field(
    z.array(monthHours('GPU-hours lost to maintenance.', '维护占用的 GPU 小时。')).default([]),
    'Maintenance, taken off the capacity of its month.',
    '维护安排，从当月容量中扣除。',
  ),
  reservations: field(
    z.array(monthHours('GPU-hours reserved or running already.', '已预留或正在执行的 GPU 小时。')).default([]),
    'Running grants and reservations: they keep what they have and are taken off the capacity.',
    '已生效的授予与预留：保持不变，并从容量中扣除。',
  ),
  takeOrPay: field(
    z.array(monthHours('GPU-hours paid for in any case.', '无论是否使用均须付费的 GPU 小时。')).default([]),
    'Take-or-pay minimum: these hours cost nothing more when used, and are paid for when they are not.',
    '保底用量：使用不再额外计费，不用也须付费。',
  ),
});

const tenant = z.strictObject({
  id: field(identifier, 'Name of the tenant, unique.', '企业编号，唯一。'),
  stage: field(z.string().optional(), 'Stage, a key of policy.stages.', '发展阶段，policy.stages 中的一项。'),
  programme: field(z.string().optional(), 'Programme, a key of policy.programmes.', '所属计划，policy.programmes 中的一项。'),
  scorePercent: field(
    percent.default(100),
    'Review score as a percentage; 100 is neutral.',
    '评审得分系数（百分比），100 为中性。',
  ),
  pastUse: field(
    z
      .array(
        z.strictObject({
          month: field(month, 'Month of the use.', '使用月份。'),
          usedHours: field(hours, 'Normalised hours used.', '已使用的标准小时。'),
          shareHours: field(hours, "Normalised hours which were the tenant's fair share.", '当月应得份额（标准小时）。'),
        }),
      )
      .default([]),
    'Past use, which corrects the weight: who used less than the share gains, who used more yields, within bounds.',
    '历史用量，用于修正权重：少用者加权，多用者让权，均有上下限。',
  ),
  budgetFen: field(
    z.int().min(0).max(1e13).optional(),
    'Most that the tenant may be charged over the cycle, in fen.',
    '本周期内可承担费用的上限（分）。',
  ),
});

const request = z.strictObject({
  id: field(identifier, 'Name of the request, unique.', '申请编号，唯一。'),
  tenant: field(identifier, 'Tenant who asks.', '申请企业。'),
  gpuClasses: field(z.array(identifier).min(1), 'GPU classes which would do.', '可接受的 GPU 型号。'),
  regions: field(z.array(identifier).min(1).optional(), 'Regions which would do; absent = any.', '可接受的地区；缺省为不限。'),
  pools: field(z.array(identifier).min(1).optional(), 'Only these pools; absent = any.', '仅限这些资源池；缺省为不限。'),
  dataRules: field(z.array(identifier).default([]), 'Data rules which a pool must be cleared for.', '资源池须满足的数据合规要求。'),
  from: field(month, 'First month of the window.', '使用窗口的首月。'),
  to: field(month, 'Last month of the window.', '使用窗口的末月。'),
  hours: field(hours, 'Demand over the window, in hours of hoursOf.', '窗口内的总需求，以 hoursOf 为单位。'),
  hoursOf: field(
    identifier.optional(),
    'GPU class whose hours are meant; absent = normalised hours.',
    '需求小时所指的 GPU 型号；缺省为标准小时。',
  ),
  priority: field(
    z.int().min(1).max(9).default(5),
    'Priority class: 1 is served before 2, and so on.',
    '优先级：1 先于 2，依此类推。',
  ),
  rank: field(
    z.int().min(1).max(9).default(1),
    "The tenant's own order among its requests of one priority: 1 fills first, equal ranks fill evenly.",
    '同一优先级内企业自定的先后：1 先满足，相同则均衡满足。',
  ),
  guaranteedHours: field(
    hours.default(0),
    'Floor promised to the request, given before any sharing, counted in the share.',
    '承诺保障的小时数，先于分配给出，并计入份额。',
  ),
  atLeastHours: field(
    hours.default(0),
    'All or nothing: fewer hours than this are of no use, then nothing is granted.',
    '最低可用小时数：低于此数则不授予。',
  ),
  onePool: field(
    z.boolean().default(false),
    'All hours must come from one pool (one-cluster training).',
    '全部小时须来自同一资源池（单集群训练）。',
  ),
  submittedAt: field(
    z.iso.datetime({ offset: true }).optional(),
    'When it was submitted; used by the first-come comparison alone.',
    '提交时间；仅用于“先到先得”对照方案。',
  ),
});

const planLine = z.strictObject({
  request: field(identifier, 'Request of the line.', '申请编号。'),
  pool: field(identifier, 'Pool of the line.', '资源池编号。'),
  month: field(month, 'Month of the line.', '月份。'),
  hours: field(hours, 'Normalised hours.', '标准小时。'),
});

export const worldSchema = z
  .strictObject({
    format: field(z.literal('wutong-world/1'), 'Format of this document.', '文档格式。'),
    cycle: field(
      z.strictObject({
        id: field(identifier, 'Name of the planning cycle.', '规划周期编号。'),
        from: field(month, 'First month planned.', '规划首月。'),
        to: field(month, 'Last month planned.', '规划末月。'),
      }),
      'Months which are planned.',
      '规划覆盖的月份。',
    ),
    quantumHours: field(
      hours.refine((value) => value > 0, { error: 'positive' }).default(8),
      'Smallest amount granted, in normalised hours, for example 8 = one node for one hour.',
      '最小授予单位（标准小时），例如 8 即一台八卡节点一小时。',
    ),
    normalisation: field(
      z
        .array(
          z.strictObject({
            version: field(identifier, 'Version of the factors; every plan line names it.', '系数版本，规划明细逐行注明。'),
            from: field(month, 'First month with these factors.', '自该月起生效。'),
            factors: field(
              z.record(identifier, hours.refine((value) => value > 0, { error: 'positive' }).max(50)),
              'Normalised hours which one GPU-hour of the class is worth.',
              '该型号每 GPU 小时折合的标准小时。',
            ),
          }),
        )
        .min(1),
      'Normalisation factors per GPU class, by date.',
      '各 GPU 型号的折算系数，按日期生效。',
    ),
    policy: field(
      z
        .strictObject({
          stages: field(z.record(z.string(), percent).default({}), 'Weight of a stage in percent.', '各阶段权重（百分比）。'),
          programmes: field(
            z.record(z.string(), percent).default({}),
            'Weight of a programme in percent.',
            '各计划权重（百分比）。',
          ),
          pastUse: field(
            z
              .strictObject({
                halfLifeMonths: field(
                  z.int().min(1).max(120).default(3),
                  'Past use counts half after so many months.',
                  '历史用量每过若干月权重减半。',
                ),
                leastPercent: field(percent.default(50), 'Lowest correction of a weight.', '权重修正的下限。'),
                mostPercent: field(percent.default(200), 'Highest correction of a weight.', '权重修正的上限。'),
              })
              .prefault({}),
            'Bounds of the correction by past use.',
            '历史用量修正的参数。',
          ),
        })
        .prefault({}),
      'How weights arise: stage × programme × score × correction by past use.',
      '权重的形成：阶段 × 计划 × 评分 × 历史用量修正。',
    ),
    suppliers: field(
      z.array(z.strictObject({ id: field(identifier, 'Name of the supplier, unique.', '供应商编号，唯一。') })),
      'Suppliers.',
      '供应商。',
    ),
    pools: field(z.array(pool), 'Pools of all suppliers.', '所有供应商的资源池。'),
    tenants: field(z.array(tenant), 'Tenants.', '企业。'),
    requests: field(z.array(request), 'Requests to be planned together.', '一并规划的申请。'),
    previous: field(
      z.array(planLine).default([]),
      'Lines of the plan in force: among equally fair and equally cheap plans the nearest to it is taken.',
      '现行方案的明细：在同样公平、同样便宜的方案中取变动最小者。',
    ),
  })
  .superRefine(checkReferences);

export type WorldInput = z.input<typeof worldSchema>;
export type World = z.output<typeof worldSchema>;
export type WorldPool = World['pools'][number];
export type WorldRequest = World['requests'][number];
export type WorldTenant = World['tenants'][number];
export type WorldLine = World['previous'][number];
export const worldParts = { pool, tenant, request, month, percent, identifier, hours };
