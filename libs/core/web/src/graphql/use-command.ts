import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useCallback, useState } from 'react';
import { toast } from '../ui/toast-queue';
import { toWords, type ErrorWords } from './errors';

export interface Command<Data, Variables> {
  /** Sends the mutation; throws when it fails, so that a dialog can keep itself open. */
  send: (variables: Variables) => Promise<Data>;
  /** Sends it and, when it fails, says so in a toast; gives `undefined` then. */
  run: (variables: Variables) => Promise<Data | undefined>;
  isBusy: boolean;
  error: ErrorWords | undefined;
}

/** A mutation as a page uses it: one at a time, with its failure in words. `refetch` names queries to read again. */
export function useCommand<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  options: { refetch?: string[] } = {},
): Command<Data, Variables> {
  const client = useApolloClient();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorWords>();
  const refetch = options.refetch?.join();
  const send = useCallback(
    async (variables: Variables) => {
      setBusy(true);
      setError(undefined);
      try {
        const result = await client.mutate<Data, OperationVariables>({
          mutation: document as TypedDocumentNode<Data, OperationVariables>,
          variables,
          refetchQueries: refetch ? refetch.split(',') : [],
          awaitRefetchQueries: true,
        });
        return result.data as Data;
      } catch (failure) {
        setError(toWords(failure));
        throw failure;
      } finally {
        setBusy(false);
      }
    },
    [client, document, refetch],
  );
  const run = useCallback(
    async (variables: Variables) => {
      try {
        return await send(variables);
      } catch (failure) {
        const words = toWords(failure);
        toast.failed(words.message, words.code === 'INTERNAL' ? words.requestId : undefined);
        return undefined;
      }
    },
    [send],
  );
  return { send, run, isBusy, error };
}
