import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, limitFor, PageArgs, pageOf, readCursor, type Page, type Tx } from '@wutong/core-server';

/** A supplier's month on the list. */
@ObjectType()
export class ReconciliationRow {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  organisationId: string;

  @Field(() => String)
  organisationNameZh: string;

  @Field(() => String)
  organisationNameEn: string;

  @Field(() => String)
  month: string;

  @Field(() => Int)
  round: number;

  @Field(() => String)
  state: string;

  @Field(() => [String])
  invoices: string[];

  @Field(() => BigInt)
  meteredUfen: bigint;

  @Field(() => BigInt)
  billedUfen: bigint;

  @Field(() => BigInt)
  differenceUfen: bigint;

  @Field(() => Int)
  differences: number;

  @Field(() => Int)
  unmatched: number;
}

export const ReconciliationConnection = connectionOf(ReconciliationRow, 'Reconciliation');

@ArgsType()
export class ReconciliationsArgs extends PageArgs {
  @Field(() => [String], { nullable: true })
  states?: string[] | null;

  @Field(() => [ID], { nullable: true })
  supplierIds?: string[] | null;

  /** `2026-10`. */
  @Field(() => String, { nullable: true })
  month?: string | null;
}

const ROWS = `
  select r.id, r.organisation_id as "organisationId", o.name_zh as "organisationNameZh", o.name_en as "organisationNameEn",
         r.month::text as month, r.round, r.state, r.metered_ufen as "meteredUfen", r.billed_ufen as "billedUfen",
         r.difference_ufen as "differenceUfen", r.differences, r.unmatched,
         array(select distinct b.invoice from supplier_bill b where b.organisation_id = r.organisation_id and b.month = r.month
           order by 1) as invoices
    from reconciliation r join organisation o on o.id = r.organisation_id
   where true`;

/** Reconciliations, the latest month first: to suppliers their own. */
export async function reconciliationRows(tx: Tx, args: ReconciliationsArgs): Promise<Page<ReconciliationRow>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const after = readCursor(args, 2);
  const where = [
    args.states?.length ? `and r.state = any(${bind(args.states)})` : '',
    args.supplierIds?.length ? `and r.organisation_id = any(${bind(args.supplierIds)})` : '',
    args.month ? `and to_char(r.month, 'YYYY-MM') = ${bind(args.month)}` : '',
    after ? `and (r.month, r.id) < (${bind(after[0])}::date, ${bind(after[1])}::uuid)` : '',
  ].join(' ');
  const rows = await tx.query<ReconciliationRow>(`${ROWS} ${where} order by r.month desc, r.id desc ${limitFor(args)}`, params);
  return pageOf(rows, args, ({ month, id }) => [month, id]);
}
