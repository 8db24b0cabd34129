import { notFound, type Tx } from '@wutong/core-server';
import { ComputePool } from './compute-pool.entity';

/** The pool, locked: what reserves in it waits. */
export async function lockPool(tx: Tx, id: string): Promise<ComputePool> {
  const pool = await tx.of(ComputePool).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!pool) throw notFound();
  return pool;
}
