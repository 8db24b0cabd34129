import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Jobs, type Ctx } from '@wutong/core-server';
import { GrantService } from '../grant/grant.service';
import { RequestReadService } from '../request/request-read.service';
import { SupplierService } from '../supplier/supplier.service';
import { GpuClassService } from '../gpu-class/gpu-class.service';
import { PoolService } from '../pool/pool.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import type { GpuHour } from '../telemetry/gpu-hours';
import { TelemetryIngestService } from '../telemetry/telemetry-ingest.service';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { WasteDetectionService } from './waste-detection.service';
import { WasteDigest } from './waste-digest';
import { WasteFindingService } from './waste-finding.service';
import { WastePolicyService } from './waste-policy.service';
import { WasteReadService } from './waste-read.service';

const HOUR = 3_600_000;

let world: ComputeWorld;
let reading: WasteReadService;
let findings: WasteFindingService;
beforeAll(async () => {
  world = await computeWorld();
  [reading, findings] = [world.get(WasteReadService), world.get(WasteFindingService)];
});
afterAll(() => world.close());

const hoursOn = (ctx: Ctx, hours: number): Ctx => ({ ...ctx, now: new Date(world.clock.now().getTime() + hours * HOUR) });
const detect = (hours: number) => world.get(WasteDetectionService).detect(hoursOn(world.system(), hours));
const list = async (ctx: Ctx, withClosed = false) =>
  (await reading.findings(ctx, { first: 50, withClosed, ...(ctx.actor.organisationKind === 'tenant' ? {} : { organisationId: null }) })).nodes;

/** A tenant with a running grant of 16 GPUs whose one job holds all of them from the first hour on. */
async function tenant() {
  const pool = await world.pool(16);
  await world.get(SupplierService).setPrice(world.operator, {
    contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: 1000n, validFrom: world.at(-300),
  });
  const founder = await world.founder(pool.gpuClass);
  const request = await world.active(founder, pool.gpuClass, { gpus: 16, endsAt: world.at(20) });
  const { account } = (await world.get(RequestReadService).grant(founder, request))!;
  /** The job's GPUs at so many percent each from one hour to another, as telemetry and accounting tell it. */
  const runs = async (from: number, to: number, percents: readonly number[]) => {
    const t = (h: number) => new Date(world.clock.now().getTime() + h * HOUR).toISOString().slice(0, 19);
    const sacct = `JobIDRaw|JobID|Cluster|Account|User|State|AllocTRES|ElapsedRaw|Submit|Start|End|ExitCode
${from + 1}|${from + 1}|${pool.cluster}|${account}|li|COMPLETED|gres/gpu:${pool.gpuClass}=${percents.length}|${(to - from) * 3600}|${t(from)}|${t(from)}|${t(to)}|0:0\n`;
    await world.get(UsageIngestService).importSacct(hoursOn(world.operator, to), sacct, { source: 'sacct' });
    const rows = percents.flatMap((percent, gpu) =>
      Array.from({ length: to - from }, (_, n): GpuHour => ({
        at: new Date(world.clock.now().getTime() + (from + n) * HOUR), gpu: `GPU-${gpu}`, holder: String(from + 1), kind: 'job', toldBy: 'label',
        namespace: '', host: 'n1', model: 'NVIDIA', profile: '', seen: 4095, heldSeconds: 3600, readSeconds: 3600,
        busySeconds: percent * 36, idleSeconds: percent < 5 ? 3600 : 0, util: new Array<number>(12).fill(percent), utilMax: percent,
        tensor: null, dram: null, memoryUsedMib: 40_000, memoryTotalMib: 81_920, powerW: 300, xid: null,
      })),
    );
    const telemetry = world.get(TelemetryIngestService);
    const ctx = hoursOn(world.system(), to);
    await telemetry.take(ctx, pool.cluster, rows);
    await telemetry.settle(ctx, pool.cluster, rows[0]!.at);
  };
  return { pool, founder, request, runs };
}
const half = [...new Array<number>(8).fill(80), ...new Array<number>(8).fill(0)];

describe('a finding', () => {
  test('says what was lost in hours and money, lives on with new numbers, and is the tenant’s and the centre’s alone', async () => {
    const { founder, request, runs } = await tenant();
    await runs(0, 10, half);
    await detect(11);
    const [finding, ...others] = await list(founder);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'oversized', state: 'open', grantId: request.id, lostMh: 80_000n, lostFen: 80_000n, severity: 'low', jobs: 1,
      advice: { step: 'change', gpus: 8 }, evidence: { busyGpus: 8 }, grantGpus: 16, policyVersion: 1,
    });
    expect(finding!.evidence.percent).toEqual(new Array(10).fill(0));
    await runs(10, 20, half);
    await detect(21);
    expect(await list(founder)).toMatchObject([{ id: finding!.id, lostMh: 160_000n, jobs: 2 }]);
    expect(await list(await world.founder())).toEqual([]);
    expect((await list(world.operator)).map(({ id }) => id)).toContain(finding!.id);
    const conflicted = { ...world.operator, actor: { ...world.operator.actor, conflicts: [founder.actor.organisationId!] } };
    expect((await list(conflicted)).map(({ id }) => id)).not.toContain(finding!.id);
    const stranger = await world.founder();
    await expect(findings.acknowledge(stranger, { ...seen(finding!), reason: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(findings.act(stranger, seen(finding!))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(findings.act(world.operator, seen(finding!))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('becomes a change request in one step, and does not come again for hours before it', async () => {
    const { founder, request, runs } = await tenant();
    await runs(0, 10, half);
    await detect(11);
    const [finding] = await list(founder);
    const asked = await findings.act(hoursOn(founder, 12), seen(finding!));
    expect(asked).toMatchObject({ id: request.id, state: 'change_pending' });
    const [change] = await world.get(RequestReadService).changes(founder, request);
    expect(change).toMatchObject({ kind: 'change', gpus: 8, gpusBefore: 16, outcome: null });
    expect(await list(founder)).toEqual([]);
    expect(await list(founder, true)).toMatchObject([{ state: 'acted' }]);
    await detect(13);
    expect(await list(founder)).toEqual([]);
    await expect(findings.act(founder, { id: finding!.id, version: finding!.version + 1 })).rejects.toMatchObject({ code: 'NOT_NOW' });
  });

  test('that cannot be acted on leaves nothing half-done', async () => {
    const { founder, request, runs } = await tenant();
    await runs(0, 10, half);
    await detect(11);
    const [finding] = await list(founder);
    await world.suspend(founder.actor.organisationId!);
    await expect(findings.act(hoursOn(founder, 12), seen(finding!))).rejects.toMatchObject({ code: expect.any(String) });
    expect(await list(founder)).toMatchObject([{ state: 'open', version: finding!.version }]);
    expect(await world.get(RequestReadService).changes(founder, request)).toEqual([]);
  });

  test('of GPUs that never worked gives the grant back in one step', async () => {
    const { founder, request, runs } = await tenant();
    await runs(0, 10, new Array<number>(16).fill(0));
    await detect(11);
    const [finding] = await list(founder);
    expect(finding).toMatchObject({ kind: 'idle', advice: { step: 'release' } });
    expect(await findings.act(hoursOn(founder, 12), seen(finding!))).toMatchObject({ id: request.id, state: 'released' });
  });

  test('of jobs that fit a cheaper pool begins a request there', async () => {
    const { founder, runs } = await tenant();
    const code = 'cheap-one';
    await world.get(GpuClassService).create(world.operator, { code, name: 'Cheap', memoryGib: 80, factorMilli: 460, source: 'reference' });
    const cheap = await world.get(PoolService).create(world.operator, {
      contractId: world.contract.id, code: 'P-CHEAP', nameZh: '二号池', nameEn: 'Pool two', gpuClass: code, region: 'Shanghai', cluster: 'c-cheap', headroom: 0,
    });
    await world.get(PoolService).setCapacity(world.operator, { poolId: cheap.id, gpus: 64, startsAt: world.at(-300), endsAt: world.at(700) });
    await world.get(SupplierService).setPrice(world.operator, { contractId: world.contract.id, gpuClass: code, fenPerGpuHour: 620n, validFrom: world.at(-300) });
    await runs(0, 10, new Array<number>(16).fill(25));
    await detect(11);
    const [finding] = await list(founder);
    expect(finding).toMatchObject({ kind: 'cheaper_class', lostFen: 60_800n, advice: { step: 'draft', gpuClass: code, savingPercent: 38, slowdownPercent: 0 } });
    expect(await findings.act(hoursOn(founder, 12), seen(finding!))).toMatchObject({ state: 'draft', gpuClass: code, gpus: 16, purposeKind: 'pretrain' });
    await world.get(PoolService).changeSettings(world.operator, { poolId: cheap.id, version: cheap.version, headroom: 0, isOpen: false });
  });

  test('called expected is quiet until its snooze is over, then opens again', async () => {
    const { founder, runs } = await tenant();
    const member = await world.colleague(founder, 'member');
    await runs(0, 10, half);
    await detect(11);
    const [finding] = await list(founder);
    await expect(findings.acknowledge(member, { ...seen(finding!), reason: ' ' })).rejects.toMatchObject({ field: 'reason' });
    await findings.acknowledge(hoursOn(member, 12), { ...seen(finding!), reason: 'Warm spare for the launch on Friday.' });
    await detect(12.5);
    expect(await list(founder)).toMatchObject([{ state: 'acknowledged', answer: 'Warm spare for the launch on Friday.' }]);
    await world.asOwner(`update waste_finding set snoozed_until = $2 where id = $1`, [finding!.id, hoursOn(founder, 13).now]);
    await detect(14);
    expect(await list(founder)).toMatchObject([{ state: 'open', snoozedUntil: null }]);
  });

  test('expires when it is not seen any more, and at once when its grant ends', async () => {
    const one = await tenant();
    await one.runs(0, 10, half);
    await detect(11);
    await detect(11 + 15 * 24);
    expect(await list(one.founder)).toEqual([]);
    expect(await list(one.founder, true)).toMatchObject([{ state: 'expired' }]);

    const other = await tenant();
    await other.runs(0, 10, half);
    await detect(11);
    await world.get(GrantService).release(hoursOn(other.founder, 12), seen(other.request));
    await world.get(Jobs).drain();
    expect(await list(other.founder, true)).toMatchObject([{ state: 'expired' }]);
  });
});

describe('the weekly letter', () => {
  test('is one for each tenant, of what is open, and goes out once', async () => {
    const { founder, runs } = await tenant();
    await runs(0, 10, half);
    await detect(11);
    const digest = world.get(WasteDigest);
    await digest.send(hoursOn(world.system(), 12));
    await digest.send(hoursOn(world.system(), 12));
    await world.get(Jobs).drain();
    const letters = async () => world.asOwner(`select params from notification where user_id = $1 and topic = 'waste.digest'`, [founder.actor.userId]);
    expect(await letters()).toHaveLength(1);
    const [finding] = await list(founder);
    await findings.acknowledge(hoursOn(founder, 13), { ...seen(finding!), reason: 'Planned.' });
    await digest.send(hoursOn(world.system(), 12 + 7 * 24));
    await world.get(Jobs).drain();
    expect(await letters()).toHaveLength(1);
  });
});

describe('what was made of GPUs', () => {
  test('by tenant and pool, with what idleness cost; by the hour of the week', async () => {
    const { founder, pool, runs } = await tenant();
    await runs(0, 10, half);
    const time = { from: world.at(0), to: world.at(1) };
    const expected = { poolId: pool.id, heldMh: 160_000n, readMh: 160_000n, busyMh: 64_000n, idleMh: 80_000n, idleFen: 80_000n };
    expect(await reading.efficiency(founder, time)).toMatchObject([expected]);
    expect((await reading.efficiency(world.operator, time)).filter(({ poolId }) => poolId === pool.id)).toMatchObject([expected]);
    const week = await reading.hoursOfWeek(hoursOn(founder, 12), null, null);
    expect(week).toHaveLength(10);
    expect(week.every(({ percent, readMh }) => percent === 40 && readMh === 16_000n)).toBe(true);
    const stranger = await world.founder();
    expect(await reading.efficiency(stranger, { ...time, organisationId: founder.actor.organisationId })).toEqual([]);
    expect(await reading.hoursOfWeek(stranger, founder.actor.organisationId, pool.id)).toEqual([]);
    await expect(reading.efficiency(founder, { from: world.at(1), to: world.at(0) })).rejects.toMatchObject({ field: 'to' });
  });
});

describe('the policy', () => {
  test('is set in versions, each with its reason, and holds from the next look on', async () => {
    const policies = world.get(WastePolicyService);
    const { version, rules } = await policies.current(world.operator);
    await expect(policies.set(world.operator, { version, rules: { ...rules, lowPercent: 3 }, reason: 'x' })).rejects.toMatchObject({ field: 'rules.lowPercent' });
    await expect(policies.set(world.operator, { version, rules: { ...rules, mediumFen: 1 }, reason: 'x' })).rejects.toMatchObject({ field: 'rules.mediumFen' });
    await policies.set(world.operator, { version, rules: { ...rules, leastFen: 100_000_000, mediumFen: 100_000_000, highFen: 100_000_000 }, reason: 'Only the largest.' });
    await expect(policies.set(world.operator, { version, rules, reason: 'late' })).rejects.toMatchObject({ code: 'STALE_VERSION' });
    const { founder, runs } = await tenant();
    await runs(0, 10, half);
    await detect(11);
    expect(await list(founder)).toEqual([]);
  });
});
