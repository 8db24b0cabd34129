import { Injectable } from '@nestjs/common';
import { asSystem, Audit, Database, notFound, type Ctx } from '@wutong/core-server';
import { ChargeStatement } from '../charge/charge-statement.entity';
import { assertMonth } from '../charge/month';
import { statementOf } from '../charge/statement-read.service';
import type { MadeFile } from '../pdf/file-reply';
import { focusCsv } from './focus';
import { statementCsv } from './statement-csv';
import { statementFacts, type Party, type StatementFacts } from './statement-facts';
import { statementPdf } from './statement-pdf';

type Format = 'pdf' | 'csv' | 'focus';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CSV = 'text/csv; charset=utf-8';

/** The files of statements. Who took which is in the audit trail before it is sent. */
@Injectable()
export class StatementFileService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async one(ctx: Ctx, id: string, format: Format): Promise<MadeFile> {
    if (!UUID.test(id)) throw notFound();
    const centre = await this.centre(ctx);
    const [facts] = await this.database.read(ctx, async (tx) => {
      const statement = await statementOf(tx, id);
      const found = await statementFacts(tx, centre, [statement]);
      await this.audit.saw(ctx, tx, { subjectType: 'chargeStatement', subjectId: id, organisationId: statement.organisationId }, { format });
      return found;
    });
    if (!facts) throw notFound();
    return fileOf(facts, format, ctx);
  }

  async focusOfMonth(ctx: Ctx, month: string): Promise<MadeFile> {
    assertMonth(month);
    const centre = await this.centre(ctx);
    const facts = await this.database.read(ctx, async (tx) => {
      const statements = await tx.of(ChargeStatement).find({ where: { month }, order: { number: 'ASC' } });
      const found = await statementFacts(tx, centre, statements);
      await this.audit.saw(ctx, tx, { subjectType: 'chargeMonth', subjectId: month, organisationId: ctx.actor.organisationId }, { format: 'focus' });
      return found;
    });
    return { name: `focus-${month}.csv`, type: CSV, content: focusCsv(facts) };
  }

  private async centre(ctx: Ctx): Promise<Party> {
    const [centre] = await this.database.read(asSystem(ctx), (tx) =>
      tx.query<Party & object>(`select id, name_zh as "nameZh", name_en as "nameEn" from organisation where kind = 'centre'`));
    if (!centre) throw notFound();
    return centre;
  }
}

async function fileOf(facts: StatementFacts, format: Format, { locale }: Ctx): Promise<MadeFile> {
  const name = `statement-${facts.statement.number}`;
  switch (format) {
    case 'pdf':
      return { name: `${name}.pdf`, type: 'application/pdf', content: await statementPdf(facts, locale) };
    case 'csv':
      return { name: `${name}.csv`, type: CSV, content: statementCsv(facts, locale) };
    case 'focus':
      return { name: `${name}-focus.csv`, type: CSV, content: focusCsv([facts]) };
  }
}
