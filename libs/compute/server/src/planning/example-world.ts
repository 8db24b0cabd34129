import type { WorldInput } from './world';

/**
 * A small world with many kinds of reasons: two suppliers, three pools of three GPU classes, one quarter, five tenants
 * with different weights, a guarantee, a data rule, a budget, take-or-pay, and a request which nobody can serve.
 */
export function exampleWorld(): WorldInput {
  return {
    format: 'wutong-world/1',
    cycle: { id: '2027-q1', from: '2027-01', to: '2027-03' },
    quantumHours: 8,
    normalisation: [
      { version: '2026-1', from: '2026-01', factors: { 'a800-80g': 1, 'h800-80g': 2.1, '910b-64g': 0.9 } },
    ],
    policy: {
      stages: { seed: 100, growth: 150 },
      programmes: { 'key-model': 200 },
      pastUse: { halfLifeMonths: 3, leastPercent: 50, mostPercent: 200 },
    },
    suppliers: [{ id: 'lingang' }, { id: 'caohejing' }],
    pools: [
      {
        id: 'lingang-h800',
        supplier: 'lingang',
        gpuClass: 'h800-80g',
        region: 'shanghai',
        dataRules: ['mainland', 'level-3'],
        capacity: [{ from: '2027-01', gpus: 64 }, { from: '2027-03', gpus: 128 }],
        prices: [{ from: '2026-10', fenPerGpuHour: 1650 }, { from: '2027-03', fenPerGpuHour: 1480 }],
        headroomPercent: 5,
        maintenance: [{ month: '2027-02', hours: 1536 }],
      },
      {
        id: 'lingang-a800',
        supplier: 'lingang',
        gpuClass: 'a800-80g',
        region: 'shanghai',
        dataRules: ['mainland'],
        capacity: [{ from: '2027-01', gpus: 96 }],
        prices: [{ from: '2026-10', fenPerGpuHour: 820 }],
        takeOrPay: [{ month: '2027-01', hours: 20000 }],
      },
      {
        id: 'caohejing-910b',
        supplier: 'caohejing',
        gpuClass: '910b-64g',
        region: 'anhui',
        dataRules: ['mainland'],
        capacity: [{ from: '2027-02', gpus: 128 }],
        prices: [{ from: '2027-01', fenPerGpuHour: 540 }],
        reservations: [{ month: '2027-02', hours: 6000 }],
      },
    ],
    tenants: [
      { id: 'bluewhale', stage: 'growth', programme: 'key-model', scorePercent: 90 },
      {
        id: 'cicada',
        stage: 'seed',
        scorePercent: 110,
        pastUse: [{ month: '2026-12', usedHours: 9000, shareHours: 6000 }],
      },
      { id: 'dawn', stage: 'seed' },
      { id: 'ember', stage: 'growth', budgetFen: 12000000 },
      { id: 'fern', stage: 'seed' },
    ],
    requests: [
      {
        id: 'r1-pretrain',
        tenant: 'bluewhale',
        gpuClasses: ['h800-80g'],
        from: '2027-01',
        to: '2027-03',
        hours: 200000,
        hoursOf: 'h800-80g',
        guaranteedHours: 20000,
        submittedAt: '2026-12-04T09:00:00+08:00',
      },
      {
        id: 'r2-align',
        tenant: 'cicada',
        gpuClasses: ['h800-80g', 'a800-80g'],
        from: '2027-01',
        to: '2027-02',
        hours: 150000,
        submittedAt: '2026-12-01T09:00:00+08:00',
      },
      {
        id: 'r3-medical',
        tenant: 'dawn',
        gpuClasses: ['h800-80g', 'a800-80g', '910b-64g'],
        dataRules: ['level-3'],
        from: '2027-01',
        to: '2027-01',
        hours: 90000,
        submittedAt: '2026-12-02T09:00:00+08:00',
      },
      {
        id: 'r4-serve',
        tenant: 'ember',
        gpuClasses: ['910b-64g', 'a800-80g'],
        from: '2027-01',
        to: '2027-03',
        hours: 60000,
        priority: 3,
        submittedAt: '2026-12-03T09:00:00+08:00',
      },
      {
        id: 'r5-tune',
        tenant: 'fern',
        gpuClasses: ['a800-80g', '910b-64g'],
        from: '2027-02',
        to: '2027-03',
        hours: 30000,
        onePool: true,
        submittedAt: '2026-12-05T09:00:00+08:00',
      },
      {
        id: 'r6-overseas',
        tenant: 'fern',
        gpuClasses: ['a800-80g'],
        regions: ['singapore'],
        from: '2027-01',
        to: '2027-03',
        hours: 4000,
        submittedAt: '2026-12-05T10:00:00+08:00',
      },
    ],
  };
}
