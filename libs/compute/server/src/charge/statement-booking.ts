import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Ledger, ledgerId, type Ctx, type Movement, type Tx } from '@wutong/core-server';
import { formatFen } from '@wutong/core-shared';
import { fundingAccounts } from '../funding/funding-accounts';
import { FundingSource, leftOf } from '../funding/funding-source.entity';
import { rowsOf } from '../usage/usage-store';
import { payableAccount, payableId, REVENUE, REVENUE_ID } from './charge-accounts';
import type { ChargeStatement } from './charge-statement.entity';
import type { DraftStatement } from './draft-statements';
import type { Month } from './month';

type Booked = DraftStatement & Pick<ChargeStatement, 'id' | 'number'>;

/**
 * Writes the statements of a month and books them, as the system and in few statements whatever their number: what is
 * due leaves the tenant's `payable`; what funding pays goes from `available` to `used` of its source; what is left of a
 * source whose last month this is goes back to its programme.
 */
@Injectable()
export class StatementBooking {
  constructor(private readonly ledger: Ledger) {}

  async book(system: Ctx, tx: Tx, month: Month, drafts: readonly DraftStatement[]): Promise<Booked[]> {
    const statements = drafts.map((draft, nth) => ({
      ...draft, id: randomUUID(), number: `${month}-${String(nth + 1).padStart(4, '0')}`,
    }));
    await this.write(system, tx, month, statements);
    await this.ledger.openAccounts(system, tx, [REVENUE, ...drafts.map(({ organisationId }) => payableAccount(organisationId))]);
    const dues = statements.filter(({ dueFen }) => dueFen !== 0n).map((statement) => dueMovement(statement, month));
    await this.ledger.batch(system, tx, [...dues, ...(await this.settleFunding(system, tx, month, statements))]);
    return statements;
  }

  private async write(system: Ctx, tx: Tx, month: Month, statements: readonly Booked[]): Promise<void> {
    await tx.query(INSERT_STATEMENTS, [rowsOf(statements.map(({ lines: _lines, shares: _shares, ...row }) => row)), month, system.now]);
    const lines = statements.flatMap(({ id, lines: own }) => own.map((line) => ({ ...line, id: randomUUID(), statementId: id })));
    await tx.query(INSERT_LINES, [rowsOf(lines)]);
    const shares = statements.flatMap(({ id, organisationId, shares: own }) =>
      own.map((share) => ({ ...share, id: randomUUID(), statementId: id, organisationId })));
    await tx.query(INSERT_FUNDING, [rowsOf(shares)]);
    await tx.query(MARK_REFUNDS, [month]);
    await tx.query(MARK_CORRECTIONS, [month]);
  }

  /** What sources paid and got back, and what lapses with this month; gives what the ledger has to book for it. */
  private async settleFunding(system: Ctx, tx: Tx, month: Month, statements: readonly Booked[]): Promise<Movement[]> {
    const paid = new Map<string, bigint>();
    for (const { sourceId, amountFen } of statements.flatMap(({ shares }) => shares)) {
      paid.set(sourceId, (paid.get(sourceId) ?? 0n) + amountFen);
    }
    const sources = await tx.of(FundingSource).createQueryBuilder('f').setLock('pessimistic_write')
      .where('f.id = any(:ids) or (f.last_month <= :month and f.lapsed_at is null)', { ids: [...paid.keys()], month })
      .orderBy('f.id').getMany();
    const movements: Movement[] = [];
    const rows = sources.map((source) => {
      const paidFen = paid.get(source.id) ?? 0n;
      const { issued, available, used } = fundingAccounts(source);
      const about = { cause: { type: 'charge_month', id: month, event: 'close' } };
      const id = (what: string): string => ledgerId('charge-funding', source.id, month, what);
      if (paidFen > 0n) {
        movements.push({
          kind: 'transfer', id: id('pay'), debit: available, credit: used, amount: paidFen, ...about,
          memo: { en: `Paid charges of ${month}`, 'zh-CN': `抵扣 ${month} 算力费用` },
        });
      }
      // What comes back to a source that is over lapses in the same moment.
      const isOver = source.lapsedAt !== null;
      if (paidFen < 0n) {
        movements.push({
          kind: 'transfer', id: id('return'), debit: used, credit: isOver ? issued : available, amount: -paidFen, ...about,
          memo: { en: `Came back with a correction in ${month}`, 'zh-CN': `${month} 更正退回` },
        });
      }
      const usedFen = source.usedFen + paidFen;
      const lapses = isOver || (source.lastMonth !== null && source.lastMonth <= month);
      const lapseFen = lapses ? leftOf({ ...source, usedFen }) : 0n;
      if (lapseFen > 0n && !isOver) {
        movements.push({
          kind: 'transfer', id: id('lapse'), debit: available, credit: issued, amount: lapseFen, ...about,
          memo: { en: `Lapsed after ${source.lastMonth}`, 'zh-CN': `${source.lastMonth} 到期失效` },
        });
      }
      return { id: source.id, usedFen, lapsedFen: source.lapsedFen + lapseFen, lapsedAt: lapses ? (source.lapsedAt ?? system.now) : null };
    });
    await tx.query(STORE_SOURCES, [rowsOf(rows)]);
    return movements;
  }
}

function dueMovement({ id, organisationId, number, dueFen, chargedFen, fundedFen }: Booked, month: Month): Movement {
  const payable = payableId(organisationId);
  const [debit, credit, amount] = dueFen > 0n ? [payable, REVENUE_ID, dueFen] : [REVENUE_ID, payable, -dueFen];
  return {
    kind: 'transfer', id: ledgerId('charge-statement', id), debit, credit, amount,
    cause: { type: 'charge_statement', id, event: 'close' },
    memo: {
      en: `Statement ${number} of ${month}: ${formatFen(chargedFen, 'en')} charged, ${formatFen(fundedFen, 'en')} paid by funding`,
      'zh-CN': `${month} 账单 ${number}：费用 ${formatFen(chargedFen, 'zh-CN')}，资金抵扣 ${formatFen(fundedFen, 'zh-CN')}`,
    },
  };
}

const INSERT_STATEMENTS = `
  insert into charge_statement (id, organisation_id, month, number, charged_fen, funded_fen, due_fen, closed_at)
  select id, "organisationId", $2, number, "chargedFen", "fundedFen", "dueFen", $3
    from json_to_recordset($1) as r (id uuid, "organisationId" uuid, number text, "chargedFen" bigint, "fundedFen" bigint,
      "dueFen" bigint)`;

const INSERT_LINES = `
  insert into charge_line (id, statement_id, organisation_id, kind, usage_month, grant_id, pool_id, gpu_class, gpu_mh, charge_mfen,
    amount_fen, reason)
  select id, "statementId", "organisationId", kind, "usageMonth", "grantId", "poolId", "gpuClass", "gpuMh", "chargeMfen", "amountFen",
         reason
    from json_to_recordset($1) as r (id uuid, "statementId" uuid, "organisationId" uuid, kind text, "usageMonth" text,
      "grantId" uuid, "poolId" uuid, "gpuClass" text, "gpuMh" bigint, "chargeMfen" bigint, "amountFen" bigint, reason text)`;

const INSERT_FUNDING = `
  insert into charge_funding (id, statement_id, source_id, organisation_id, pool_id, gpu_class, amount_fen)
  select id, "statementId", "sourceId", "organisationId", "poolId", "gpuClass", "amountFen"
    from json_to_recordset($1) as r (id uuid, "statementId" uuid, "sourceId" uuid, "organisationId" uuid, "poolId" uuid,
      "gpuClass" text, "amountFen" bigint)`;

const MARK_REFUNDS = `
  update charge_refund r set statement_id = s.id from charge_statement s
   where s.organisation_id = r.organisation_id and s.month = $1 and r.statement_id is null
     and (r.usage_month = $1 or r.usage_month in (select month from charge_month where state = 'closed'))`;

const MARK_CORRECTIONS = `
  update charge_correction c set statement_id = s.id from charge_statement s
   where s.organisation_id = c.organisation_id and s.month = $1 and c.statement_id is null and c.state = 'approved'
     and c.amount_fen is not null and c.month <= $1`;

const STORE_SOURCES = `
  update funding_source f
     set used_fen = r."usedFen", lapsed_fen = r."lapsedFen", lapsed_at = r."lapsedAt", version = f.version + 1
    from json_to_recordset($1) as r (id uuid, "usedFen" bigint, "lapsedFen" bigint, "lapsedAt" timestamptz)
   where f.id = r.id`;
