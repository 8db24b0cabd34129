import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import {
  Audit, connectionOf, Database, invalid, limitFor, notFound, PageArgs, pageOf, parse, readCursor, type Ctx, type Page,
} from '@wutong/core-server';
import { z } from 'zod';
import { monthSchema } from './month';
import { lastClosedMonth } from './month-closing.service';

const schema = z.object({
  organisationId: z.uuid(),
  firstMonth: monthSchema,
  capFen: z.bigint().min(0n).max(10n ** 13n).nullish().transform((value) => value ?? null),
  reason: z.string().trim().min(1).max(400),
});

export type NewChargeCap = z.input<typeof schema>;

/** Up to so much a tenant is charged in a month, from a month on. */
@ObjectType()
export class TenantChargeCap {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  organisationId: string;

  /** As 2026-10. */
  @Field(() => String)
  firstMonth: string;

  /** Null: from then on there is no cap. */
  @Field(() => BigInt, { nullable: true })
  capFen: bigint | null;

  @Field(() => String)
  reason: string;

  @Field(() => String)
  setByName: string;

  @Field(() => Date)
  setAt: Date;
}

export const TenantChargeCapConnection = connectionOf(TenantChargeCap, 'TenantChargeCap');

/** The caps of tenants' months. Closed months keep theirs. */
@Injectable()
export class ChargeCapService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async set(ctx: Ctx, input: NewChargeCap): Promise<TenantChargeCap> {
    const facts = parse(ctx, schema, input);
    return this.database.command(ctx, 'setChargeCap', input, async (tx) => {
      const [tenant] = await tx.query(`select from organisation where id = $1 and kind = 'tenant'`, [facts.organisationId]);
      if (!tenant || ctx.actor.conflicts.includes(facts.organisationId)) throw notFound();
      if (facts.firstMonth <= ((await lastClosedMonth(tx)) ?? '')) {
        throw invalid('firstMonth', 'This month is closed. A cap holds from an open month on.', '该月已关账，上限只能自未关账月份起生效。');
      }
      const cap = { ...facts, id: randomUUID(), setByName: ctx.actor.name, setAt: ctx.now };
      await tx.query(
        `insert into charge_cap (id, organisation_id, valid_from, cap_fen, reason, set_by_name, set_at) values ($1, $2, $3, $4, $5, $6, $7)`,
        [cap.id, cap.organisationId, cap.firstMonth, cap.capFen, cap.reason, cap.setByName, cap.setAt],
      );
      await this.audit.record(ctx, tx, {
        action: 'chargeCap.set', subjectType: 'chargeCap', subjectId: cap.id, organisationId: cap.organisationId, after: facts,
      });
      return cap;
    });
  }

  /** Of one tenant, or for the centre of all; those set last first. */
  list(ctx: Ctx, organisationId: string | null, page: PageArgs): Promise<Page<TenantChargeCap>> {
    const [setAt, id] = readCursor(page, 2) ?? [null, null];
    const whose = ctx.actor.organisationKind === 'centre' ? organisationId : ctx.actor.organisationId;
    return this.database.read(ctx, async (tx) => {
      const rows = await tx.query<TenantChargeCap>(`${CAPS} ${limitFor(page)}`, [whose, setAt, id]);
      return pageOf(rows, page, (cap) => [cap.setAt, cap.id]);
    });
  }
}

/** $1 tenant or null, $2 and $3 time and id of the cap after which to go on, or null. */
const CAPS = `
  select id, organisation_id as "organisationId", valid_from as "firstMonth", cap_fen as "capFen", reason, set_by_name as "setByName",
         set_at as "setAt"
    from charge_cap
   where ($1::uuid is null or organisation_id = $1) and ($3::uuid is null or (set_at, id) < ($2::timestamptz, $3::uuid))
   order by set_at desc, id desc`;
