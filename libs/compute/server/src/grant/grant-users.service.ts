import { Injectable } from '@nestjs/common';
import { conflict, Database, Events, parse, WorkflowService, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import type { ComputeRequest } from '../request/compute-request.entity';
import { requestCase } from '../request/request-case';
import { ownRequest } from '../request/request-lookup';
import { RequestNotices } from '../request/request-notices';
import { setUsers } from '../request/request-users';
import { LIVE } from './grant-states';
import { GrantService } from './grant.service';

const schema = z.object({ requestId: z.uuid(), userIds: z.array(z.uuid()).min(1).max(100) });

/**
 * Who uses what was granted, also while it runs. Somebody new is told and accepts the terms before adding a key; whoever
 * leaves loses the keys at once, and the cluster follows.
 */
@Injectable()
export class GrantUsersService {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantService,
    private readonly notices: RequestNotices,
    private readonly events: Events,
    private readonly workflow: WorkflowService,
  ) {}

  /** Makes these members of the company, at least one, the users. Throws NOT_NOW unless it is allocated or runs. */
  async set(ctx: Ctx, input: { requestId: string; userIds: string[] }): Promise<ComputeRequest> {
    const { requestId, userIds } = parse(ctx, schema, input);
    return this.database.command(ctx, 'setComputeGrantUsers', input, async (tx) => {
      await tx.query('select from compute_request where id = $1 for update', [requestId]);
      const request = await ownRequest(ctx, tx, requestId);
      if (!LIVE.has(request.state)) throw conflict('NOT_NOW', 'This grant is not in use.', '该资源当前不可用。');
      const { added, removed } = await setUsers(ctx, tx, request, userIds);
      if (added.length + removed.length === 0) return request;
      await this.revokeKeys(ctx, tx, requestId, removed.map(({ id }) => id));
      await this.notices.tellAdded(ctx, tx, request, added.map(({ id }) => id));
      await this.workflow.note(ctx, tx, requestCase, request, 'setUsers', { added, removed });
      const { organisationId, state } = request;
      await this.events.emit(ctx, tx, 'computeRequest.moved', { requestId, organisationId, event: 'setUsers', state });
      // It may have waited for nobody but one who has just been taken off.
      return tx.bySystem(ctx, (system) => this.grants.startIfReady(system, tx, request));
    });
  }

  private async revokeKeys(ctx: Ctx, tx: Tx, requestId: string, userIds: readonly string[]): Promise<void> {
    await tx.query(
      `update compute_access_key set revoked_at = $3, revoked_because = 'removed'
        where request_id = $1 and user_id = any($2) and revoked_at is null`,
      [requestId, userIds, ctx.now],
    );
  }
}
