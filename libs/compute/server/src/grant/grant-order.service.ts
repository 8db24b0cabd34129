import { Injectable } from '@nestjs/common';
import { conflict, Database, parse, WorkflowService, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import type { ComputeRequest } from '../request/compute-request.entity';
import { requestCase } from '../request/request-case';
import { ownRequest, requestOf } from '../request/request-lookup';
import { LIVE } from './grant-states';

const schema = z.object({ requestId: z.uuid(), paysFirst: z.boolean() });

/** Which of a tenant's grants pays when several could (see Attribution). */
@Injectable()
export class GrantOrderService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
  ) {}

  /**
   * Puts a grant before the others of its GPU class, or no longer; records that come in from now on follow. At most one of
   * a class is first. Throws NOT_NOW unless it is allocated or runs.
   */
  async setPaysFirst(ctx: Ctx, input: { requestId: string; paysFirst: boolean }): Promise<ComputeRequest> {
    const { requestId, paysFirst } = parse(ctx, schema, input);
    return this.database.command(ctx, 'setComputeGrantPaysFirst', input, async (tx) => {
      const { state, organisationId, gpuClass } = await ownRequest(ctx, tx, requestId);
      if (!LIVE.has(state)) throw conflict('NOT_NOW', 'This grant is not in use.', '该资源当前不可用。');
      await this.lock(tx, organisationId, gpuClass);
      const displaced = await tx.query<{ id: string }>(
        `update compute_grant set pays_first = false
          where organisation_id = $1 and gpu_class = $2 and pays_first and (id = $3) <> $4 returning id`,
        [organisationId, gpuClass, requestId, paysFirst],
      );
      for (const { id } of displaced) await this.workflow.note(ctx, tx, requestCase, await requestOf(tx, id), 'putInTurn');
      if (paysFirst) {
        const put = await tx.query(`update compute_grant set pays_first = true where id = $1 and not pays_first returning id`, [requestId]);
        if (put.length > 0) await this.workflow.note(ctx, tx, requestCase, await requestOf(tx, requestId), 'putFirst');
      }
      return requestOf(tx, requestId);
    });
  }

  /** All of the class in the order in which others lock them: requests before grants, and these as metering does. */
  private async lock(tx: Tx, organisationId: string, gpuClass: string | null): Promise<void> {
    await tx.query(
      `select from compute_request where id in (select id from compute_grant where organisation_id = $1 and gpu_class = $2)
        order by id for update`,
      [organisationId, gpuClass],
    );
    await tx.query(`select from compute_grant where organisation_id = $1 and gpu_class = $2 order by id for update`, [organisationId, gpuClass]);
  }
}
