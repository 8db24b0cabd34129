import { Injectable } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { Audit, conflict, Database, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { normalised } from '../gpu-class/gpu-class.service';

/** Until the centre sets a limit: ten thousand hours of the reference class. */
const FIRST_LIMIT_MH = 10_000_000n;

const schema = z.object({ limitMh: z.bigint().min(0n).max(10n ** 14n) });

@ObjectType()
export class ComputeApprovalLimit {
  /** In GPU-milli-hours of the reference class. */
  @Field(() => BigInt)
  limitMh: bigint;

  @Field(() => Date, { nullable: true })
  validFrom: Date | null;

  @Field(() => String, { nullable: true })
  setByName: string | null;
}

/** Up to a limit, in hours of the reference class, a programme lead decides on a request; above it, an approver. */
@Injectable()
export class ApprovalLimit {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  current(ctx: Ctx): Promise<ComputeApprovalLimit> {
    return this.database.read(ctx, (tx) => this.at(tx, ctx.now));
  }

  /** Sets the limit from now on; what is sized already stays with whom it was given to. */
  async set(ctx: Ctx, input: { limitMh: bigint }): Promise<ComputeApprovalLimit> {
    const { limitMh } = parse(ctx, schema, input);
    return this.database.command(ctx, 'setComputeApprovalLimit', input, async (tx) => {
      const before = await this.at(tx, ctx.now);
      const added = await tx.query(
        `insert into compute_approval_limit (valid_from, limit_mh, set_by_name, set_at) values ($1, $2, $3, $1)
         on conflict do nothing returning valid_from`,
        [ctx.now, limitMh, ctx.actor.name],
      );
      if (added.length === 0) throw conflict('NOT_NOW', 'A limit was set at this very moment. Try again.', '限额刚刚被修改，请重试。');
      await this.audit.record(ctx, tx, {
        action: 'computeApprovalLimit.set', subjectType: 'computeApprovalLimit', subjectId: ctx.now.toISOString(),
        organisationId: null, before: { limitMh: before.limitMh }, after: { limitMh },
      });
      return { limitMh, validFrom: ctx.now, setByName: ctx.actor.name };
    });
  }

  /** Whose decision an amount is. */
  async deciderOf(ctx: Ctx, tx: Tx, gpuClass: string, amountMh: bigint): Promise<'programme_lead' | 'approver'> {
    const { limitMh } = await this.at(tx, ctx.now);
    return (await normalised(ctx, tx, gpuClass, amountMh)) <= limitMh ? 'programme_lead' : 'approver';
  }

  private async at(tx: Tx, moment: Date): Promise<ComputeApprovalLimit> {
    const [row] = await tx.query<ComputeApprovalLimit>(
      `select limit_mh as "limitMh", valid_from as "validFrom", set_by_name as "setByName"
         from compute_approval_limit where valid_from <= $1 order by valid_from desc limit 1`,
      [moment],
    );
    return row ?? { limitMh: FIRST_LIMIT_MH, validFrom: null, setByName: null };
  }
}
