import { Injectable } from '@nestjs/common';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import {
  asSystem, Database, isStaff, notFound, WorkflowService, type CaseAction, type CaseEvent, type Ctx, type Page, type Tx,
} from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { BillPreviewLine } from '../bill/bill.inputs';
import { SupplierBill } from '../bill/supplier-bill.entity';
import { ComputePool } from '../pool/compute-pool.entity';
import { DEFAULT_TOLERANCE } from './reconciler';
import { Reconciliation, ReconciliationLine } from './reconciliation.entity';
import { COUNT_JOBS, JOBS_BEHIND, LINES_BEHIND, PRICE_ON, TOLERANCE } from './reconciliation.queries';
import { reconciliationRows, type ReconciliationRow, type ReconciliationsArgs } from './reconciliation-list.queries';
import { reconciliationCase } from './reconciliation.workflow';

/** A line of a bill behind a comparison, and the bill on which it stands. */
@ObjectType()
export class SupplierBillLine extends BillPreviewLine {
  @Field(() => ID)
  billId: string;

  @Field(() => String)
  invoice: string;
}

/** A metered job behind a comparison. Whose it is stays with the centre. */
@ObjectType()
export class MeteredJob {
  @Field(() => String)
  jobId: string;

  @Field(() => String)
  account: string;

  @Field(() => String)
  state: string;

  @Field(() => Int)
  gpus: number;

  @Field(() => Date)
  startAt: Date;

  @Field(() => Date)
  untilAt: Date;

  @Field(() => BigInt)
  gpuMh: bigint;
}

/** The contract and price that were in force. */
@ObjectType()
export class PriceInForce {
  @Field(() => String)
  number: string;

  @Field(() => Date)
  validFrom: Date;

  @Field(() => Date, { nullable: true })
  validUntil: Date | null;

  @Field(() => BigInt)
  fen: bigint;
}

/** What stands behind one comparison. */
@ObjectType()
export class ReconciliationEvidence {
  /** The dearest 200. */
  @Field(() => [SupplierBillLine])
  billLines: SupplierBillLine[];

  /** How many jobs were metered in those days. */
  @Field(() => Int)
  jobCount: number;

  /** The longest 100; to suppliers none. */
  @Field(() => [MeteredJob])
  jobs: MeteredJob[];

  @Field(() => PriceInForce, { nullable: true })
  price: PriceInForce | null;
}

@ObjectType()
export class ReconciliationTolerance {
  @Field(() => BigInt)
  absoluteFen: bigint;

  @Field(() => Int)
  basisPoints: number;
}

/** What may be read of bills and reconciliations; row-level security keeps suppliers to their own. */
@Injectable()
export class ReconciliationReadService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
  ) {}

  list(ctx: Ctx, args: ReconciliationsArgs): Promise<Page<ReconciliationRow>> {
    return this.database.read(ctx, (tx) => reconciliationRows(tx, args));
  }

  get(ctx: Ctx, id: string): Promise<Reconciliation> {
    return this.database.read(ctx, async (tx) => found(await tx.of(Reconciliation).findOneBy({ id })));
  }

  actions(ctx: Ctx, reconciliation: Reconciliation): CaseAction[] {
    return this.workflow.actionsFor(ctx, reconciliationCase, reconciliation);
  }

  timeline(ctx: Ctx, { id }: Reconciliation): Promise<CaseEvent[]> {
    return this.database.read(ctx, (tx) => this.workflow.timelines(tx, reconciliationCase.workflow.name, [id]));
  }

  supplier(ctx: Ctx, { organisationId }: Reconciliation): Promise<Organisation> {
    return this.database.read(ctx, (tx) => tx.of(Organisation).findOneByOrFail({ id: organisationId }));
  }

  /** Every bill of the month, those that were replaced too, by number and then the latest first. */
  bills(ctx: Ctx, { organisationId, month }: Reconciliation): Promise<SupplierBill[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(SupplierBill).find({ where: { organisationId, month }, order: { invoice: 'ASC', revision: 'DESC' } }),
    );
  }

  pools(ctx: Ctx, { organisationId }: Reconciliation): Promise<ComputePool[]> {
    return this.database.read(ctx, (tx) => tx.of(ComputePool).find({ where: { organisationId }, order: { code: 'ASC' } }));
  }

  /** At most a month of days in each pool, and what stands by itself. */
  lines(ctx: Ctx, { id }: Reconciliation, onlyDifferences: boolean): Promise<ReconciliationLine[]> {
    const where = { reconciliationId: id, ...(onlyDifferences ? { isWithin: false } : {}) };
    return this.database.read(ctx, (tx) => tx.of(ReconciliationLine).find({ where, order: { no: 'ASC' }, take: 5000 }));
  }

  async evidence(ctx: Ctx, id: string, no: number): Promise<ReconciliationEvidence> {
    const line = await this.database.read(ctx, async (tx) => found(await tx.of(ReconciliationLine).findOneBy({ reconciliationId: id, no })));
    const billLines = await this.database.read(ctx, (tx) => tx.query<SupplierBillLine>(LINES_BEHIND, [id, no]));
    // Jobs are the tenants' rows: the supplier, whose cluster ran them, is told how many they were.
    return this.database.read(asSystem(ctx), async (tx) => ({ billLines, ...(await behind(tx, line, isStaff(ctx))) }));
  }

  async tolerance(ctx: Ctx): Promise<ReconciliationTolerance> {
    const [set] = await this.database.read(ctx, (tx) => tx.query<ReconciliationTolerance>(TOLERANCE, [ctx.now]));
    return set ?? DEFAULT_TOLERANCE;
  }
}

/** Jobs and price behind the meter's side of a comparison. */
export async function behind(
  tx: Tx, { poolId, firstDay, lastDay }: ReconciliationLine, withJobs: boolean,
): Promise<Pick<ReconciliationEvidence, 'jobCount' | 'jobs' | 'price'>> {
  if (!poolId || !firstDay || !lastDay) return { jobCount: 0, jobs: [], price: null };
  const days = [poolId, firstDay, lastDay];
  const [count] = await tx.query<{ jobs: number }>(COUNT_JOBS, days);
  const jobs = withJobs ? await tx.query<MeteredJob>(JOBS_BEHIND, days) : [];
  const prices = await tx.query<PriceInForce>(PRICE_ON, [poolId]);
  const noon = new Date(`${firstDay}T12:00:00+08:00`);
  const price = prices.find(({ validFrom, validUntil }) => validFrom <= noon && (validUntil === null || validUntil > noon)) ?? null;
  return { jobCount: count?.jobs ?? 0, jobs, price };
}

function found<T>(row: T | null): T {
  if (row === null) throw notFound();
  return row;
}
