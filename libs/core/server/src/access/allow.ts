import { SetMetadata } from '@nestjs/common';

export const ACCESS = Symbol('access');
export type Access = { permission: string } | { public: true };

/**
 * Who may call this query, mutation, subscription or route: whoever has the permission. The roles that have it are
 * in one table, libs/identity/server/src/access/roles.ts. A handler with neither @Allow nor @Public stops the start.
 */
export const Allow = (permission: string): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS, { permission } satisfies Access);

/** Open to everybody, signed in or not. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, { public: true } satisfies Access);
