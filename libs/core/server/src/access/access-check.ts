import { Inject, Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS, type Access } from './allow';

/** Provided by identity: every permission that some role has. */
export const KNOWN_PERMISSIONS = Symbol('known-permissions');

export interface Operation {
  /** `Query`, `Mutation`, `Subscription` or `Route`. */
  readonly kind: string;
  readonly name: string;
  readonly access: Access;
}

/**
 * Refuses to start when a handler declares no access, or a permission that no role has.
 * The list it gathers is what the security sweeps walk over.
 */
@Injectable()
export class AccessCheck implements OnModuleInit {
  readonly operations: Operation[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    @Optional() @Inject(KNOWN_PERMISSIONS) private readonly known?: ReadonlySet<string>,
  ) {}

  onModuleInit(): void {
    const faults: string[] = [];
    for (const { instance, metatype } of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      if (!instance || !metatype || typeof instance !== 'object') continue;
      const prototype = Object.getPrototypeOf(instance) as object;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const handler = (prototype as Record<string, unknown>)[method] as (...args: unknown[]) => unknown;
        const kind = operationKind(handler);
        if (!kind) continue;
        const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, metatype]);
        const name = (Reflect.getMetadata('graphql:resolver_name', handler) as string | undefined) ?? method;
        const where = `${metatype.name}.${method}`;
        if (!access) faults.push(`${where} declares neither @Allow(permission) nor @Public()`);
        else if ('permission' in access && this.known && !this.known.has(access.permission)) {
          faults.push(`${where} asks for ‘${access.permission}’, which no role has`);
        } else this.operations.push({ kind, name: kind === 'Route' ? where : name, access });
      }
    }
    if (faults.length > 0) throw new Error(`Access is not declared everywhere:\n  ${faults.join('\n  ')}`);
  }
}

function operationKind(handler: object): string | undefined {
  const resolver = Reflect.getMetadata('graphql:resolver_type', handler) as string | undefined;
  if (resolver) return ['Query', 'Mutation', 'Subscription'].includes(resolver) ? resolver : undefined;
  return Reflect.hasMetadata('path', handler) && Reflect.hasMetadata('method', handler) ? 'Route' : undefined;
}
