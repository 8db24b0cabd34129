import type { Ctx } from '../context/ctx';

/** Tells a connection whose rows it may see; $5: until the end of the transaction only. */
export const SET_SCOPE = `select set_config('wutong.reach', $1, $5), set_config('wutong.organisation', $2, $5),
  set_config('wutong.actor', $3, $5), set_config('wutong.conflicts', $4, $5)`;

/** What row-level security is told of the actor: reach, organisation, person, conflicts of interest. */
export function scopeOf(ctx: Ctx): [string, string, string, string] {
  const { actor } = ctx;
  const reach = actor.kind === 'user' ? (actor.organisationKind ?? 'none') : actor.kind;
  return [reach, actor.organisationId ?? '', actor.userId ?? '', `{${actor.conflicts.join(',')}}`];
}
