import { ApolloClient, type TypeOverrides } from '@apollo/client';
import { InMemoryCache, type PossibleTypesMap, type TypePolicies } from '@apollo/client/cache';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { ApolloLink } from '@apollo/client/link';
import { ErrorLink } from '@apollo/client/link/error';
import { HttpLink } from '@apollo/client/link/http';
import { RetryLink } from '@apollo/client/link/retry';
import type { GraphQLCodegenDataMasking } from '@apollo/client/masking';
import { i18n } from '@lingui/core';
import { idempotencyLink } from './idempotency';
import { keysetPagination } from './keyset';

declare module '@apollo/client' {
  // Results are masked by fragment; the generated types say so.
  export interface TypeOverrides extends GraphQLCodegenDataMasking.TypeOverrides {}
}

export interface ClientOptions {
  possibleTypes: PossibleTypesMap;
  /** Fields that give a connection, by their type, as codegen found them in the schema. */
  connectionFields: Readonly<Record<string, readonly string[]>>;
  /** Called when the server says that nobody is signed in any more. */
  onSignedOut: () => void;
  uri?: string;
}

/**
 * The Apollo client of the portal: session cookie, the viewer's language with every request, an idempotency key with
 * every mutation, two more tries when the network fails, masked fragments, keyset lists merged in the cache.
 */
export function createClient({ possibleTypes, connectionFields, onSignedOut, uri = '/graphql' }: ClientOptions) {
  const typePolicies: TypePolicies = {};
  for (const [type, fields] of Object.entries(connectionFields)) {
    typePolicies[type] = { fields: Object.fromEntries(fields.map((field) => [field, keysetPagination()])) };
  }
  const locale = new ApolloLink((operation, forward) => {
    operation.setContext(({ headers }: { headers?: Record<string, string> }) => ({
      headers: { ...headers, 'x-locale': i18n.locale || document.documentElement.lang },
    }));
    return forward(operation);
  });
  const signedOut = new ErrorLink(({ error }) => {
    if (!CombinedGraphQLErrors.is(error)) return;
    if (error.errors.some((one) => one.extensions?.code === 'UNAUTHENTICATED')) onSignedOut();
  });
  const retry = new RetryLink({
    delay: { initial: 300, max: 2000, jitter: true },
    attempts: { max: 3, retryIf: (error: unknown) => !ServerError.is(error) || error.statusCode >= 502 },
  });
  return new ApolloClient({
    link: ApolloLink.from([locale, signedOut, idempotencyLink(), retry, new HttpLink({ uri, credentials: 'same-origin' })]),
    cache: new InMemoryCache({ possibleTypes, typePolicies }),
    dataMasking: true,
    defaultOptions: { watchQuery: { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' } },
  });
}

export type { TypeOverrides };
