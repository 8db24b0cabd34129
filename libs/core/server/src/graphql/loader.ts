import DataLoader from 'dataloader';
import type { Ctx } from '../context/ctx';
import type { GraphqlContext } from './graphql.module';

type Batch<K, V> = (ctx: Ctx, keys: readonly K[]) => Promise<readonly (V | Error)[]>;

/**
 * The request's batch for `batch` (a function that stays the same object between calls): all keys asked for while a
 * list resolves are fetched at once.
 */
export function loader<K, V>(context: GraphqlContext, batch: Batch<K, V>): DataLoader<K, V> {
  let found = context.loaders.get(batch) as DataLoader<K, V> | undefined;
  if (!found) {
    found = new DataLoader<K, V>((keys) => batch(context.ctx, keys));
    context.loaders.set(batch, found);
  }
  return found;
}
