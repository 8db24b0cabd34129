import { GpuClassService, PoolReservationService, PoolService, RequestFormService, SupplierService, TariffService } from '@wutong/compute-server';
import type { Centre } from './centre';
import { DAY, midnight, monthsAgo, type Person, type Stage } from './stage';

const HOUR = 3_600_000;

export interface DemoPool {
  readonly id: string;
  readonly gpuClass: string;
  readonly cluster: string;
}

/** GPU classes with how much one of their hours is worth, in thousandths of an H800 hour. */
const GPU_CLASSES = [
  { code: 'h800', name: 'H800', memoryGib: 80, factorMilli: 1000 },
  { code: 'a800', name: 'A800', memoryGib: 80, factorMilli: 460 },
  { code: '910b', name: 'Ascend 910B', memoryGib: 64, factorMilli: 520 },
  { code: 'l40s', name: 'L40S', memoryGib: 48, factorMilli: 300 },
] as const;

const SUPPLIERS: readonly (readonly [string, string, string])[] = [
  ['申电智算', 'Shendian Compute', '许清和'], ['沪通云', 'Hutong Cloud', '何静姝'], ['临港算力', 'Lingang Compute', '徐修远'],
  ['长三角智算', 'Yangtze Delta AI Compute', '陈听澜'], ['浦江云谷', 'Pujiang Cloud Valley', '吴思齐'],
];

/** Supplier, pool, class, region, GPUs, fen an hour, and the price from half a year ago on. */
const POOLS: readonly { supplier: number; code: string; zh: string; en: string; gpuClass: string; region: string; gpus: number; fen: bigint; newFen?: bigint }[] = [
  { supplier: 0, code: 'SD-H1', zh: '申电 H800 一区', en: 'Shendian H800 zone 1', gpuClass: 'h800', region: '上海临港', gpus: 512, fen: 1320n, newFen: 1180n },
  { supplier: 0, code: 'SD-A1', zh: '申电 A800 一区', en: 'Shendian A800 zone 1', gpuClass: 'a800', region: '上海临港', gpus: 384, fen: 640n },
  { supplier: 1, code: 'HT-H1', zh: '沪通 H800 专区', en: 'Hutong H800', gpuClass: 'h800', region: '上海青浦', gpus: 256, fen: 1290n, newFen: 1210n },
  { supplier: 1, code: 'HT-L1', zh: '沪通 L40S 推理区', en: 'Hutong L40S inference', gpuClass: 'l40s', region: '上海青浦', gpus: 192, fen: 420n },
  { supplier: 2, code: 'LG-B1', zh: '临港昇腾一区', en: 'Lingang Ascend zone 1', gpuClass: '910b', region: '上海临港', gpus: 512, fen: 580n, newFen: 540n },
  { supplier: 3, code: 'CSJ-A1', zh: '长三角 A800', en: 'Delta A800', gpuClass: 'a800', region: '芜湖', gpus: 256, fen: 560n },
  { supplier: 3, code: 'CSJ-B1', zh: '长三角昇腾', en: 'Delta Ascend', gpuClass: '910b', region: '芜湖', gpus: 256, fen: 500n },
  { supplier: 4, code: 'PJ-L1', zh: '浦江 L40S', en: 'Pujiang L40S', gpuClass: 'l40s', region: '上海金桥', gpus: 128, fen: 400n },
];

/** This supplier's contract ends after the two months that are being planned; without its GPUs L40S runs short. */
const ENDS_SOON = 4;

function contractEnd(stage: Stage, supplier: number): Date {
  return supplier === ENDS_SOON ? new Date(`${monthsAgo(stage.today, -3)}-01T00:00:00+08:00`) : midnight(stage.today, 400);
}

/** Five suppliers with contracts and dated prices, and eight pools of four GPU classes. */
export async function openCompute(stage: Stage, centre: Centre): Promise<{ pools: DemoPool[]; suppliers: Person[] }> {
  const operator = centre.operators[0] ?? fail();
  const opened = stage.daysAgo(425);
  const ctx = stage.as(operator, opened);
  for (const gpuClass of GPU_CLASSES) {
    await stage.get(GpuClassService).create(ctx, { ...gpuClass, source: '中心基准测试 2025（混合精度训练吞吐）' });
  }
  const contracts: string[] = [];
  const suppliers: Person[] = [];
  for (const [i, [nameZh, nameEn, name]] of SUPPLIERS.entries()) {
    const who = { name, latin: `supplier${i + 1}`, kind: 'supplier' as const, roles: ['supplier' as const] };
    const supplier = await stage.person(opened, who, { nameZh, nameEn });
    const contract = await stage.get(SupplierService).sign(ctx, {
      supplierId: supplier.organisationId, number: `GY-2025-0${i + 1}`, startsAt: opened,
      endsAt: contractEnd(stage, i), terms: '按实际使用的卡时结算，月结。',
    });
    contracts.push(contract.id);
    suppliers.push(supplier);
  }
  const pools: DemoPool[] = [];
  for (const { supplier, code, zh, en, gpuClass, region, gpus, fen, newFen } of POOLS) {
    const contractId = contracts[supplier] ?? fail();
    const cluster = code.toLowerCase();
    const pool = await stage.get(PoolService).create(ctx, {
      contractId, code, nameZh: zh, nameEn: en, gpuClass, region, cluster, headroom: Math.floor(gpus / 16),
    });
    await stage.get(PoolService).setCapacity(ctx, {
      poolId: pool.id, gpus, startsAt: opened, endsAt: contractEnd(stage, supplier),
    });
    await setPrices(stage, centre, contractId, gpuClass, opened, fen, newFen);
    await chargeTenants(stage, centre, pool.id, opened, fen);
    pools.push({ id: pool.id, gpuClass, cluster });
  }
  stage.at(stage.daysAgo(2), async (now) => {
    await stage.get(PoolService).announceMaintenance(stage.as(operator, now), {
      poolId: pools[0]?.id ?? fail(), gpus: 64, reason: '机房制冷检修',
      startsAt: midnight(stage.today, 12), endsAt: midnight(stage.today, 13),
    });
  });
  stage.at(stage.daysAgo(1), async (now) => {
    await stage.get(PoolReservationService).reserve(stage.as(operator, now), {
      poolId: pools[3]?.id ?? fail(), gpus: 16, reason: '评测平台季度复测', startsAt: midnight(stage.today, 5), endsAt: midnight(stage.today, 12),
    });
  });
  stage.at(stage.daysAgo(FRAMEWORK_ASKED_DAYS_AGO), (now) => askFramework(stage, centre.leads[0] ?? fail(), now));
  return { pools, suppliers };
}

const FRAMEWORK_ASKED_DAYS_AGO = 150;

/** The form's second version: the first left operators to ask for the framework each time. */
async function askFramework(stage: Stage, lead: Person, now: Date): Promise<void> {
  const forms = stage.get(RequestFormService);
  const ctx = stage.as(lead, now);
  const { version, questions } = await forms.current(ctx);
  const framework = {
    key: 'framework', type: 'choice', required: true, label: { en: 'Framework', 'zh-CN': '训练框架' },
    options: [
      { value: 'megatron', label: { en: 'Megatron-LM', 'zh-CN': 'Megatron-LM' } },
      { value: 'deepspeed', label: { en: 'DeepSpeed', 'zh-CN': 'DeepSpeed' } },
      { value: 'mindspeed', label: { en: 'MindSpeed', 'zh-CN': 'MindSpeed' } },
      { value: 'other', label: { en: 'Another', 'zh-CN': '其他' } },
    ],
  };
  const [parameters, ...others] = questions;
  await forms.publish(ctx, {
    basedOn: version, questions: [parameters, framework, ...others] as unknown as Record<string, unknown>[],
    note: '运维反馈每次都要追问训练框架，影响镜像与节点选择，改为必填。',
  });
}

async function setPrices(
  stage: Stage, centre: Centre, contractId: string, gpuClass: string, opened: Date, fen: bigint, newFen: bigint | undefined,
): Promise<void> {
  const finance = centre.operators[0] ?? fail();
  await stage.get(SupplierService).setPrice(stage.as(finance, opened), { contractId, gpuClass, fenPerGpuHour: fen, validFrom: opened });
  if (newFen === undefined) return;
  const changed = stage.daysAgo(180);
  await stage.get(SupplierService).setPrice(stage.as(finance, changed), { contractId, gpuClass, fenPerGpuHour: newFen, validFrom: changed });
}

/** Tenants pay nine tenths of what the pool first cost, and since three months seven tenths; the centre bears the rest. */
async function chargeTenants(stage: Stage, centre: Centre, poolId: string, opened: Date, fen: bigint): Promise<void> {
  const operator = centre.operators[0] ?? fail();
  for (const [daysLater, tenths] of [[0, 9n], [335, 7n]] as const) {
    const validFrom = new Date(Math.ceil((opened.getTime() + daysLater * DAY) / HOUR) * HOUR);
    await stage.get(TariffService).set(stage.as(operator, opened), { poolId, fenPerGpuHour: (fen * tenths) / 10n, validFrom });
  }
}

function fail(): never {
  throw new Error('The demo’s compute is incomplete');
}
