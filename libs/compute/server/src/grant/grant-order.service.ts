import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, parse, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import type { ComputeRequest } from '../request/compute-request.entity';
import { ownRequest } from '../request/request-lookup';
import { LIVE } from './grant.service';

const schema = z.object({ requestId: z.uuid(), paysFirst: z.boolean() });

/** Which of a tenant's grants pays when several could (see Attribution). */
@Injectable()
export class GrantOrderService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /**
   * Puts a grant before the others of its GPU class, or no longer; records that come in from now on follow. At most one of
   * a class is first. Throws NOT_NOW unless it is allocated or runs.
   */
  async setPaysFirst(ctx: Ctx, input: { requestId: string; paysFirst: boolean }): Promise<ComputeRequest> {
    const { requestId, paysFirst } = parse(ctx, schema, input);
    return this.database.command(ctx, 'setComputeGrantPaysFirst', input, async (tx) => {
      const request = await ownRequest(ctx, tx, requestId);
      if (!LIVE.has(request.state)) throw conflict('NOT_NOW', 'This grant is not in use.', '该资源当前不可用。');
      const scope = [request.organisationId, request.gpuClass];
      // All of the class are locked in the order in which metering locks them.
      await tx.query(`select from compute_grant where organisation_id = $1 and gpu_class = $2 order by id for update`, scope);
      await tx.query(`update compute_grant set pays_first = false where organisation_id = $1 and gpu_class = $2 and pays_first and id <> $3`, [
        ...scope, requestId,
      ]);
      const changed = await tx.query(`update compute_grant set pays_first = $2 where id = $1 and pays_first <> $2 returning id`, [requestId, paysFirst]);
      if (changed.length > 0) {
        await this.audit.record(ctx, tx, {
          action: 'computeGrant.setPaysFirst', subjectType: 'computeRequest', subjectId: requestId, organisationId: request.organisationId,
          after: { paysFirst },
        });
      }
      return request;
    });
  }
}
