import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { computeWorld, DAY, type ComputeWorld } from '../testing/compute-world';
import { GpuClassService, normalised } from './gpu-class.service';

let world: ComputeWorld;
let classes: GpuClassService;

beforeAll(async () => {
  world = await computeWorld();
  classes = world.get(GpuClassService);
});
afterAll(() => world.close());

const SOURCE = 'Measured by the centre in mixed precision';
let made = 0;
const create = (factorMilli: number) =>
  classes.create(world.operator, { code: `gpu${++made}`, name: 'Some GPU', memoryGib: 80, factorMilli, source: SOURCE });
const worth = (ctx: Ctx, gpuClass: string, mh: bigint): Promise<bigint> => world.db.read(ctx, (tx) => normalised(ctx, tx, gpuClass, mh));
const at = (days: number): Ctx => ({ ...world.operator, now: world.at(days) });

test('an hour is worth what the factor of its time says; a new version leaves the past as it was', async () => {
  const { code } = await create(460);
  expect(await worth(at(0), code, 1_000_000n)).toBe(460_000n);
  await classes.setFactor(world.operator, { gpuClass: code, factorMilli: 520, validFrom: world.at(10), source: SOURCE });
  await classes.setFactor(world.operator, { gpuClass: code, factorMilli: 500, validFrom: world.at(20), source: 'Measured again' });
  const days: readonly (readonly [number, bigint])[] = [[0, 460_000n], [9.99, 460_000n], [10, 520_000n], [19.99, 520_000n], [20, 500_000n], [400, 500_000n]];
  for (const [day, expected] of days) expect([day, await worth(at(day), code, 1_000_000n)]).toEqual([day, expected]);
  expect((await classes.factors(world.operator, [code])).map(({ version, factorMilli }) => [version, factorMilli])).toEqual([[3, 500], [2, 520], [1, 460]]);
  expect(await worth(at(0), code, 1n)).toBe(0n);
  expect(await worth(at(10), code, 1n)).toBe(1n);
});

test('a version begins neither in the past nor before the one that stands, and says where it is from', async () => {
  const { code } = await create(1000);
  const set = (facts: object) =>
    classes.setFactor(world.operator, { gpuClass: code, factorMilli: 900, validFrom: world.at(5), source: SOURCE, ...facts });
  await expect(set({ validFrom: new Date(world.operator.now.getTime() - DAY) })).rejects.toMatchObject({ field: 'validFrom' });
  await set({});
  for (const [facts, field] of [[{ validFrom: world.at(5) }, 'validFrom'], [{ validFrom: world.at(4) }, 'validFrom'], [{ factorMilli: 0 }, 'factorMilli'], [{ source: ' ' }, 'source']] as const) {
    await expect(set(facts)).rejects.toMatchObject({ field });
  }
  await expect(set({ gpuClass: 'nothing' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await classes.factors(world.operator, [code])).map(({ factorMilli }) => factorMilli)).toEqual([900, 1000]);
  await expect(world.db.write(world.operator, (tx) => tx.query(`update gpu_class_factor set factor_milli = 1 where gpu_class = $1`, [code]))).rejects.toThrow('permission denied');
});

test('a class is made once', async () => {
  const { code } = await create(1000);
  await expect(classes.create(world.operator, { code, name: 'Twice', memoryGib: 80, factorMilli: 1, source: SOURCE })).rejects.toMatchObject({ code: 'GPU_CLASS_EXISTS' });
  expect((await classes.list(world.operator)).filter((one) => one.code === code)).toMatchObject([{ name: 'Some GPU' }]);
});
