import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError, Database, invalid, Job, Jobs, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { whatIf } from '../planning/what-if';
import { WorldError } from '../planning/world-checks';
import { figuresOf } from './planning-read.service';
import { assertImpartial, cycleOf } from './planning-cycle.service';
import { PlanningCycle } from './planning-cycle.entity';
import { PlanningScenario } from './planning-proposal.entity';
import type { PlanFigures } from './planning-report.entity';
import { worldNow } from './proposal.service';
import { plannerChanges, scenarioChange, type ScenarioChange } from './scenario-changes';

declare module '@wutong/core-server' {
  interface JobMap {
    'planning.tryScenario': { scenarioId: string };
  }
}

const schema = z.object({
  cycleId: z.uuid(), name: z.string().trim().min(1).max(80), changes: z.array(scenarioChange).min(1).max(20),
});

/** What came of a scenario. Amounts are normalised GPU-milli-hours; a tenant that is no organisation joins in it. */
export interface ScenarioResult {
  readonly before: PlanFigures;
  readonly after: PlanFigures;
  readonly tenants: readonly { id: string; beforeMh: number; afterMh: number; beforeFen: number; afterFen: number }[];
}

/**
 * Tries changes on a cycle's world as it is now: nothing is written but the scenario itself, by its name, so that it can be
 * run again. Planned by the worker, like a proposal.
 */
@Injectable()
export class WhatIfService {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** A scenario of the same name in the cycle is run anew with these changes. */
  async run(ctx: Ctx, input: { cycleId: string; name: string; changes: readonly unknown[] }): Promise<PlanningScenario> {
    assertImpartial(ctx);
    const { cycleId, name, changes } = parse(ctx, schema, input);
    return this.database.command(ctx, 'runPlanningScenario', input, async (tx) => {
      const cycle = await cycleOf(tx, cycleId);
      await assertKnown(tx, changes);
      const before = await tx.of(PlanningScenario).findOneBy({ cycleId, name });
      const scenario = tx.of(PlanningScenario).create({
        id: before?.id ?? randomUUID(), cycleId, organisationId: cycle.organisationId, name, changes, inputsHash: null, result: null, failure: null,
        runByName: ctx.actor.name, runAt: ctx.now,
      });
      if (before) await tx.of(PlanningScenario).update({ id: before.id }, scenario as never);
      else await tx.insert(PlanningScenario, scenario);
      await this.jobs.send(ctx, tx, 'planning.tryScenario', { scenarioId: scenario.id });
      return scenario;
    });
  }

  /** Those of a cycle by name, without the companies that the viewer may not know of. */
  list(ctx: Ctx, cycleId: string): Promise<PlanningScenario[]> {
    return this.database.read(ctx, async (tx) => {
      const scenarios = await tx.of(PlanningScenario).find({ where: { cycleId }, order: { name: 'ASC' }, take: 100 });
      return scenarios.map((scenario) => {
        const result = scenario.result as ScenarioResult | null;
        const tenants = result?.tenants.filter(({ id }) => !ctx.actor.conflicts.includes(id)) ?? [];
        return { ...scenario, result: result && { ...result, tenants } };
      });
    });
  }

  @Job('planning.tryScenario', { leaseSeconds: 600 })
  async compute(ctx: Ctx, { scenarioId }: { scenarioId: string }): Promise<void> {
    const tried = await this.database.read(ctx, async (tx) => {
      const scenario = await tx.of(PlanningScenario).findOneBy({ id: scenarioId });
      if (!scenario || scenario.result || scenario.failure) return null;
      const cycle = await tx.of(PlanningCycle).findOneByOrFail({ id: scenario.cycleId });
      try {
        const { live, hash } = await worldNow(ctx, tx, cycle);
        return { inputsHash: hash, result: resultOf(whatIf(live.world, plannerChanges(live.world, scenario.changes as ScenarioChange[]))) };
      } catch (error) {
        if (error instanceof WorldError) return { failure: { en: error.issues[0]!.en, 'zh-CN': error.issues[0]!['zh-CN'] } };
        if (error instanceof AppError) return { failure: error.say };
        throw error;
      }
    });
    if (tried) await this.database.write(ctx, (tx) => tx.of(PlanningScenario).update({ id: scenarioId }, tried as never));
  }
}

function resultOf({ before, after, tenants }: ReturnType<typeof whatIf>): ScenarioResult {
  return {
    before: figuresOf(before), after: figuresOf(after),
    tenants: tenants.map(({ id, beforeHours, afterHours, beforeFen, afterFen }) => ({
      id, beforeMh: Math.round(beforeHours * 1000), afterMh: Math.round(afterHours * 1000), beforeFen, afterFen,
    })),
  };
}

/** Pools by code and GPU classes that are named must be there. */
async function assertKnown(tx: Tx, changes: readonly ScenarioChange[]): Promise<void> {
  for (const [at, change] of changes.entries()) {
    const [table, code, field] = 'pool' in change ? (['compute_pool', change.pool, 'pool'] as const)
      : 'gpuClass' in change ? (['gpu_class', change.gpuClass, 'gpuClass'] as const) : ([null, '', ''] as const);
    if (table === null) continue;
    const [found] = await tx.query(`select 1 from ${table} where code = $1`, [code]);
    if (!found) throw invalid(`changes.${at}.${field}`, `There is no ${code}.`, `没有 ${code}。`);
  }
}
