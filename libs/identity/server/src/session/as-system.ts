import { SYSTEM, unauthenticated, type Ctx } from '@wutong/core-server';

/** The same request with the system's reach: for looking up secrets of people who are not signed in yet. */
export function asSystem(ctx: Ctx): Ctx {
  return { ...ctx, actor: SYSTEM };
}

/** The same request in the name of a person who has just proved who they are: for the audit. */
export function asUser(ctx: Ctx, user: { id: string; name: string }): Ctx {
  return { ...ctx, actor: { ...ctx.actor, kind: 'user', userId: user.id, name: user.name } };
}

/** The id of the signed-in person. */
export function myId(ctx: Ctx): string {
  if (ctx.actor.userId === null) throw unauthenticated();
  return ctx.actor.userId;
}
