import { ApolloLink } from '@apollo/client/link';
import { Observable } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';

/** A random key of 128 bits, also where the page is not served over TLS. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Gives every mutation its own `Idempotency-Key`. When the answer never came, nobody knows whether the server acted:
 * the same mutation with the same variables then goes out under the same key, so that it cannot happen twice.
 */
export function idempotencyLink(makeKey: () => string = newKey): ApolloLink {
  const unsettled = new Map<string, string>();
  return new ApolloLink((operation, forward) => {
    if (operation.operationType !== OperationTypeNode.MUTATION) return forward(operation);
    const what = `${operation.operationName}:${JSON.stringify(operation.variables)}`;
    const key = unsettled.get(what) ?? makeKey();
    operation.setContext(({ headers }: { headers?: Record<string, string> }) => ({
      headers: { ...headers, 'idempotency-key': key },
    }));
    return new Observable((observer) =>
      forward(operation).subscribe({
        next(result) {
          unsettled.delete(what);
          observer.next(result);
        },
        error(failure: unknown) {
          unsettled.set(what, key);
          observer.error(failure);
        },
        complete: () => observer.complete(),
      }),
    );
  });
}
