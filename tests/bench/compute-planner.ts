/* eslint-disable @nx/enforce-module-boundaries -- the planner is measured alone, without the server around it */
import { allocate } from '../../libs/compute/server/src/planning/allocate';
import { parseWorld } from '../../libs/compute/server/src/planning/parse-world';
import { planWorld } from '../../libs/compute/server/src/planning/plan';
import { buildProblem } from '../../libs/compute/server/src/planning/problem';
import type { World } from '../../libs/compute/server/src/planning/world';
import type { Figure } from './figure';

/**
 * A contended world of the incubator's shape: pools of five GPU classes in three regions whose prices fall over the
 * year, tenants of three stages who together ask for about one and a half times what there is. Same seed, same world.
 */
export function benchWorld(tenants: number, pools: number, months: number): World {
  let state = 20270101;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const some = <T>(list: readonly T[]): T[] => {
    const chosen = list.filter(() => random(2) === 0);
    return chosen.length > 0 ? chosen : [pick(list)];
  };
  const factors = { h800: 2.1, h20: 0.8, a800: 1, '910b': 0.9, l40s: 0.45 };
  const classes = Object.keys(factors);
  const regions = ['shanghai', 'anhui', 'ningxia'];
  const month = (at: number): string => `2027-${String(at + 1).padStart(2, '0')}`;
  const offered = Array.from({ length: pools }, (_, at) => ({
    at,
    gpus: 8 * (4 + random(60)),
    gpuClass: pick(classes),
  }));
  const total = offered.reduce((sum, { gpus, gpuClass }) => sum + gpus * factors[gpuClass as 'h800'], 0) * 730 * months;
  return parseWorld({
    format: 'wutong-world/1',
    cycle: { id: 'bench', from: month(0), to: month(months - 1) },
    quantumHours: 8,
    normalisation: [{ version: '2026-1', from: '2026-01', factors }],
    policy: { stages: { seed: 100, angel: 120, growth: 150 } },
    suppliers: [{ id: 'lingang' }, { id: 'caohejing' }, { id: 'zhangjiang' }, { id: 'hefei' }, { id: 'zhongwei' }],
    pools: offered.map(({ at, gpus, gpuClass }) => ({
      id: `pool-${String(at).padStart(3, '0')}`,
      supplier: pick(['lingang', 'caohejing', 'zhangjiang', 'hefei', 'zhongwei']),
      gpuClass,
      region: pick(regions),
      dataRules: random(3) === 0 ? ['level-3'] : [],
      capacity: [{ from: month(0), gpus }],
      prices: [
        { from: month(0), fenPerGpuHour: 500 + random(1200) },
        { from: month(Math.floor(months / 2)), fenPerGpuHour: 400 + random(1000) },
      ].filter((entry, index, all) => index === 0 || entry.from !== all[0]!.from),
      headroomPercent: 5,
    })),
    tenants: Array.from({ length: tenants }, (_, at) => ({
      id: `tenant-${String(at).padStart(4, '0')}`,
      stage: pick(['seed', 'angel', 'growth']),
      scorePercent: 60 + random(80),
    })),
    requests: Array.from({ length: tenants }, (_, at) => {
      const from = random(Math.ceil(months / 2));
      return {
        id: `request-${String(at).padStart(4, '0')}`,
        tenant: `tenant-${String(at).padStart(4, '0')}`,
        gpuClasses: some(classes),
        ...(random(3) === 0 && { regions: some(regions) }),
        ...(random(8) === 0 && { dataRules: ['level-3'] }),
        from: month(from),
        to: month(from + random(months - from)),
        hours: Math.round((total * (50 + random(200))) / 100 / tenants),
        priority: random(8) === 0 ? 3 : 5,
      };
    }),
  });
}

/** Best of three, so that a neighbour on the machine does not decide. */
function seconds(run: () => unknown): number {
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
  return Math.round(Math.min(...times) * 1000) / 1000;
}

function timed(figure: string, goal: number, run: () => unknown): Figure {
  return { figure, value: seconds(run), unit: 's', goal: { atMost: goal } };
}

/** The planner's figures: time of the fair part, of the whole plan, and of planning again from the plan in force. */
export async function benches(): Promise<Figure[]> {
  return [
    { tenants: 60, fair: 1, whole: 3 },
    { tenants: 300, fair: 3, whole: 6 },
    { tenants: 1000, fair: 5, whole: 10 },
  ].flatMap(({ tenants, fair, whole }) => {
    const world = benchWorld(tenants, 40, 12);
    const problem = buildProblem(world);
    const plan = planWorld(world);
    const again: World = {
      ...world,
      previous: plan.lines.map(({ request, pool, month, hours }) => ({ request, pool, month, hours })),
    };
    const name = `planner.${tenants}x40x12`;
    return [
      timed(`${name}.fair`, fair, () => allocate(problem, problem.requests)),
      timed(`${name}.plan`, whole, () => planWorld(world)),
      timed(`${name}.replan`, whole, () => planWorld(again)),
    ];
  });
}
