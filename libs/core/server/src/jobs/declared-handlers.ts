import type { DiscoveryService, MetadataScanner } from '@nestjs/core';

export interface DeclaredHandler<D> {
  readonly declaration: D;
  /** `Class.method`: its lasting name, kept with what waits for it. */
  readonly name: string;
  readonly call: (...args: never[]) => Promise<unknown>;
}

/** Every provider's methods that carry the metadata `key`, bound to their instance. */
export function declaredHandlers<D>(
  discovery: DiscoveryService,
  scanner: MetadataScanner,
  key: symbol,
): DeclaredHandler<D>[] {
  return discovery.getProviders().flatMap(({ instance, metatype }) => {
    if (!instance || !metatype || typeof instance !== 'object') return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, unknown>;
    return scanner.getAllMethodNames(prototype).flatMap((method) => {
      const handler = prototype[method] as (...args: never[]) => Promise<unknown>;
      const declaration = Reflect.getMetadata(key, handler) as D | undefined;
      if (!declaration) return [];
      return [{ declaration, name: `${metatype.name}.${method}`, call: handler.bind(instance) as typeof handler }];
    });
  });
}

/** Makes the decorator that puts `declaration` on a method for `declaredHandlers` to find. */
export function declare(key: symbol, declaration: unknown) {
  return <H>(_target: object, _method: string | symbol, descriptor: TypedPropertyDescriptor<H>): void => {
    Reflect.defineMetadata(key, declaration, descriptor.value as object);
  };
}
