import { describe, expect, it } from '@jest/globals';
import { ApolloClient, ApolloLink, gql, InMemoryCache, Observable } from '@apollo/client';
import { idempotencyLink, newKey } from './idempotency';

/** A server that notes the key of each request and answers, or fails to, as told. */
function server(answers: (Record<string, unknown> | Error)[]) {
  const keys: (string | undefined)[] = [];
  let made = 0;
  const end = new ApolloLink((operation) => {
    keys.push((operation.getContext().headers as Record<string, string> | undefined)?.['idempotency-key']);
    const answer = answers.shift() ?? new Error('no more answers');
    return new Observable((observer) => {
      if (answer instanceof Error) return observer.error(answer);
      observer.next({ data: answer });
      observer.complete();
    });
  });
  const link = ApolloLink.from([idempotencyLink(() => `key-${++made}`), end]);
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  const submit = (id: string) =>
    client.mutate({ mutation: gql`mutation Submit($id: ID!) { submit(id: $id) }`, variables: { id } });
  return { client, keys, submit };
}

describe('idempotency keys', () => {
  it('gives every mutation its own key', async () => {
    const { keys, submit } = server([{ submit: true }, { submit: true }]);
    await submit('1');
    await submit('1');
    expect(keys).toEqual(['key-1', 'key-2']);
  });

  it('sends the same mutation under the same key when the answer never came', async () => {
    const { keys, submit } = server([new TypeError('network'), { submit: true }, { submit: true }]);
    await expect(submit('1')).rejects.toThrow('network');
    await submit('1');
    await submit('1');
    expect(keys).toEqual(['key-1', 'key-1', 'key-2']);
  });

  it('takes another key when the input differs', async () => {
    const { keys, submit } = server([new TypeError('network'), { submit: true }]);
    await expect(submit('1')).rejects.toThrow('network');
    await submit('2');
    expect(keys).toEqual(['key-1', 'key-2']);
  });

  it('gives queries no key', async () => {
    const { client, keys } = server([{ me: 1 }]);
    await client.query({ query: gql`query Me { me }` });
    expect(keys).toEqual([undefined]);
  });

  it('makes keys of visible characters that do not repeat', () => {
    const keys = new Set(Array.from({ length: 1000 }, newKey));
    expect(keys.size).toBe(1000);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
  });
});
