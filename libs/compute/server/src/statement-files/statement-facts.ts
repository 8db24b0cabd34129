import type { Tx } from '@wutong/core-server';
import type { ChargeFunding, ChargeLine, ChargeStatement } from '../charge/charge-statement.entity';
import { chargeFunding, chargeLines } from '../charge/statement-read.service';

export interface Party {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** All that a file of a statement tells. */
export interface StatementFacts {
  readonly statement: ChargeStatement;
  readonly tenant: Party;
  /** Who issues it. */
  readonly centre: Party;
  readonly lines: readonly ChargeLine[];
  readonly funding: readonly ChargeFunding[];
}

/** Of these statements, in their order, as far as the viewer may see them; three queries whatever their number. */
export async function statementFacts(tx: Tx, centre: Party, statements: readonly ChargeStatement[]): Promise<StatementFacts[]> {
  const ids = statements.map(({ id }) => id);
  const lines = Map.groupBy(await chargeLines(tx, ids), ({ statementId }) => statementId);
  const funding = Map.groupBy(await chargeFunding(tx, ids), ({ statementId }) => statementId);
  const tenants = await tx.query<Party & object>(
    `select id, name_zh as "nameZh", name_en as "nameEn" from organisation where id = any($1)`,
    [statements.map(({ organisationId }) => organisationId)],
  );
  const byId = new Map(tenants.map((tenant) => [tenant.id, tenant]));
  return statements.flatMap((statement) => {
    const tenant = byId.get(statement.organisationId);
    return tenant ? [{ statement, tenant, centre, lines: lines.get(statement.id) ?? [], funding: funding.get(statement.id) ?? [] }] : [];
  });
}
