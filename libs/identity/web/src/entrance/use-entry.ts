import { useApolloClient } from '@apollo/client/react';
import { useRouter, useSearch } from '@tanstack/react-router';

/** What pages before the sign-in keep in their address. */
export interface EntranceSearch {
  /** Where to go after signing in. */
  next?: string;
  /** From the link in a letter. */
  token?: string;
}

/** Only an address inside the portal: a link must not lead elsewhere through our sign-in. */
export function validateEntrance(raw: Record<string, unknown>): EntranceSearch {
  const { next, token } = raw;
  return {
    ...(typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {}),
    ...(typeof token === 'string' ? { token } : {}),
  };
}

/** The address's `next` and `token`, and the step inside once somebody is signed in. */
export function useEntry() {
  const client = useApolloClient();
  const router = useRouter();
  const { next, token = '' } = useSearch({ strict: false }) as EntranceSearch;
  return {
    next,
    token,
    enter: async (to = next ?? '/') => {
      await client.clearStore();
      await router.invalidate();
      router.history.push(to);
    },
  };
}
