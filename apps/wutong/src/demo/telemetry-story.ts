import { TelemetryIngestService, WasteDetectionService, type GpuHour } from '@wutong/compute-server';
import { Database } from '@wutong/core-server';
import { DAY, type Stage } from './stage';

const HOUR = 3_600_000;
/** So many days are measured, in so many rows at most: a demo is loaded in seconds. */
const DAYS = 7;
const MOST_ROWS = 14_000;

interface MeteredJob {
  id: string;
  cluster: string;
  gpuClass: string;
  memoryGib: number;
  grantId: string;
  gpus: number;
  startAt: Date;
  endAt: Date;
}

/** How the jobs of a grant use their GPUs: percent of GPU `gpu` in hour `hour` of a job, and of its memory. */
interface Habit {
  readonly memoryPercent: number;
  readonly percent: (gpu: number, gpus: number, hour: number) => number;
}
const HABITS: readonly Habit[] = [
  // A third of its GPUs are never given any work.
  { memoryPercent: 78, percent: (gpu, gpus) => (gpu >= (gpus * 2) / 3 ? 0 : 81) },
  // Works by day; debugging sessions that nobody ends.
  { memoryPercent: 71, percent: (_, __, hour) => (hour % 12 < 4 ? 74 : 0) },
  // Waits for its data; small enough for a cheaper class.
  { memoryPercent: 34, percent: () => 26 },
  { memoryPercent: 82, percent: () => 86 },
  // Its memory is full, and it reads more than it computes.
  { memoryPercent: 96, percent: () => 21 },
];

/** What the suppliers' DCGM told of the last days: of the jobs of this tenant and some others, each grant with its habit. */
export async function measureGpus(stage: Stage, flagship: string): Promise<void> {
  const from = new Date(Math.floor(stage.today.getTime() / DAY) * DAY - DAYS * DAY);
  const jobs = await stage.get(Database).read(stage.system(stage.today), (tx) => tx.query<MeteredJob>(JOBS, [from, flagship]));
  const habits = new Map<string, Habit>();
  const hours = new Map<string, GpuHour[]>();
  let rows = 0;
  for (const job of jobs) {
    const of = habits.get(job.grantId) ?? HABITS[habits.size % HABITS.length];
    if (!of) continue;
    habits.set(job.grantId, of);
    const measured = hoursOf(stage, job, from, of);
    if (rows + measured.length > MOST_ROWS) continue;
    rows += measured.length;
    hours.set(job.cluster, [...(hours.get(job.cluster) ?? []), ...measured]);
  }
  const telemetry = stage.get(TelemetryIngestService);
  for (const [cluster, measured] of hours) {
    await telemetry.take(stage.system(stage.today), cluster, measured);
    await telemetry.settle(stage.system(stage.today), cluster, from);
  }
  await stage.get(WasteDetectionService).detect(stage.system(stage.today));
}

const JOBS = `
  select u.job_id as id, u.cluster, u.gpu_class as "gpuClass", c.memory_gib as "memoryGib", u.grant_id as "grantId", u.gpus,
         u.start_at as "startAt", u.end_at as "endAt"
    from usage_record u join gpu_class c on c.code = u.gpu_class
    join compute_request r on r.id = u.grant_id
   where u.end_at > $1 and r.state = 'active' and (u.gpus <= 32 or u.organisation_id = $2)
   order by u.organisation_id <> $2, r.number, u.start_at desc`;

function hoursOf({ random }: Stage, job: MeteredJob, from: Date, { memoryPercent, percent }: Habit): GpuHour[] {
  const first = Math.ceil(Math.max(job.startAt.getTime(), from.getTime()) / HOUR);
  const last = Math.floor(job.endAt.getTime() / HOUR);
  const total = job.memoryGib * 1024;
  return Array.from({ length: Math.max(0, last - first) }, (_, n) => n).flatMap((n) =>
    Array.from({ length: job.gpus }, (__, gpu): GpuHour => {
      const usual = percent(gpu, job.gpus, n);
      const util = Array.from({ length: 12 }, () => (usual === 0 ? 0 : Math.min(100, Math.max(6, usual + random.int(-5, 5)))));
      const busy = util.reduce((sum, value) => sum + value, 0) / 12;
      const used = Math.round((total * (usual === 0 ? Math.min(memoryPercent, 40) : memoryPercent)) / 100);
      return {
        at: new Date((first + n) * HOUR), gpu: `GPU-${job.cluster}-${job.grantId.slice(0, 4)}-${String(gpu).padStart(3, '0')}`, holder: job.id,
        kind: 'job', toldBy: 'label', namespace: '', host: `${job.cluster}-n${Math.floor(gpu / 8) + 1}`, model: `NVIDIA ${job.gpuClass.toUpperCase()}`, profile: '',
        seen: 4095, heldSeconds: 3600, readSeconds: 3600, busySeconds: Math.round(busy * 36), idleSeconds: util.filter((value) => value < 5).length * 300,
        util, utilMax: Math.max(...util), tensor: Math.round(busy * 0.5), dram: Math.round(busy * 0.4), memoryUsedMib: used,
        memoryTotalMib: total, powerW: Math.round(90 + busy * 4), xid: null,
      };
    }),
  );
}
