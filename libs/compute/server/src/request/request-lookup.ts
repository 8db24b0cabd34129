import { notFound, type Ctx, type Tx } from '@wutong/core-server';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { ComputeRequest } from './compute-request.entity';

/** A request that the actor may see: row-level security decides, and the rest does not exist. Throws NOT_FOUND. */
export async function requestOf(tx: Tx, id: string): Promise<ComputeRequest> {
  const request = await tx.of(ComputeRequest).findOneBy({ id });
  if (!request) throw notFound();
  return request;
}

/** One of the actor's own organisation. Throws NOT_FOUND. */
export async function ownRequest(ctx: Ctx, tx: Tx, id: string): Promise<ComputeRequest> {
  const request = await requestOf(tx, id);
  if (request.organisationId !== ctx.actor.organisationId) throw notFound();
  return request;
}

/** The grant of a request, locked: metering waits until this transaction ends. Throws NOT_FOUND. */
export async function lockGrant(tx: Tx, id: string): Promise<ComputeGrant> {
  const grant = await tx.of(ComputeGrant).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!grant) throw notFound();
  return grant;
}
