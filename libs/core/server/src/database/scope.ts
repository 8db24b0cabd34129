import type { PoolClient, QueryResult } from 'pg';
import type { Ctx } from '../context/ctx';

const SET_SCOPE = `select set_config('wutong.reach', $1, $5), set_config('wutong.organisation', $2, $5),
  set_config('wutong.actor', $3, $5), set_config('wutong.conflicts', $4, $5)`;

/** Tells a connection whose rows it may see; `local`: until the end of the transaction only. */
export function setScope(client: PoolClient, ctx: Ctx, local: boolean): Promise<QueryResult> {
  return client.query(SET_SCOPE, [...scopeOf(ctx), local]);
}

/** What row-level security is told of the actor: reach, organisation, person, conflicts of interest. */
function scopeOf(ctx: Ctx): [string, string, string, string] {
  const { actor } = ctx;
  const reach = actor.kind === 'user' ? (actor.organisationKind ?? 'none') : actor.kind;
  return [reach, actor.organisationId ?? '', actor.userId ?? '', `{${actor.conflicts.join(',')}}`];
}
