import { invalid, notFound, type Ctx, type Tx } from '@wutong/core-server';

/** Whose bill it is: a supplier's own, or for people of the centre the one they name; null while they have named none. */
export function supplierOf({ actor }: Ctx, named: string | null | undefined): string | null {
  if (actor.organisationKind !== 'supplier') return named ?? null;
  if (named && named !== actor.organisationId) throw notFound();
  return actor.organisationId;
}

/** The supplier must be there, be one, and not be one in which the viewer has an interest. */
export async function assertSupplier(ctx: Ctx, tx: Tx, id: string | null): Promise<string> {
  if (!id) throw invalid('supplierId', 'Say whose bill it is.', '请选择供应商。');
  const [supplier] = await tx.query<{ kind: string }>(`select kind from organisation where id = $1`, [id]);
  if (!supplier || ctx.actor.conflicts.includes(id)) throw notFound();
  if (supplier.kind !== 'supplier') throw invalid('supplierId', 'This organisation is no supplier.', '该机构不是供应商。');
  return id;
}
