import { TelemetryIngestService, type GpuHour } from '@wutong/compute-server';
import { Database, systemCtx } from '@wutong/core-server';
import { testModule } from '@wutong/core-testing';
import { type Figure, median } from './figure';

const GPUS = 2000;
const ROUNDS = 5;
const START = Date.parse('2026-11-23T00:00:00Z');

/** Hours of 2,000 GPUs taken in, one transaction an hour as a reading of Prometheus does, and the same hours again. */
export async function benches(): Promise<Figure[]> {
  const t = await testModule({});
  const telemetry = new TelemetryIngestService(t.get(Database));
  const ctx = systemCtx(new Date(START));
  try {
    const rate = async (round: number): Promise<number> => {
      const rows = hourOf(round);
      const before = performance.now();
      await telemetry.take(ctx, 'bench', rows);
      return (rows.length * 1000) / (performance.now() - before);
    };
    await rate(0);
    const rounds = Array.from({ length: ROUNDS }, (_, round) => round + 1);
    const fresh: number[] = [];
    for (const round of rounds) fresh.push(await rate(round));
    const again: number[] = [];
    for (const round of rounds) again.push(await rate(round));
    return [
      // 10,000 GPUs are read every quarter of an hour: three hours of each in 900 s.
      { figure: 'gpu-hours-taken-in', value: median(fresh), unit: 'rows/s', goal: { atLeast: 1000 } },
      { figure: 'gpu-hours-again', value: median(again), unit: 'rows/s', goal: { atLeast: 1000 } },
    ];
  } finally {
    await t.close();
  }
}

function hourOf(round: number): GpuHour[] {
  return Array.from({ length: GPUS }, (_, gpu) => ({
    at: new Date(START + round * 3_600_000), gpu: `GPU-${gpu}`, holder: String(gpu >> 3), kind: 'job' as const, toldBy: 'label' as const, namespace: '',
    host: `n${gpu >> 3}`, model: 'NVIDIA H800', profile: '', seen: 4095, heldSeconds: 3600, readSeconds: 3600, busySeconds: 2880,
    idleSeconds: 0, util: new Array<number>(12).fill(80), utilMax: 99, tensor: 40, dram: 30, memoryUsedMib: 70_000,
    memoryTotalMib: 81_920, powerW: 420, xid: null,
  }));
}
