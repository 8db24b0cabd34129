import { Injectable } from '@nestjs/common';
import { asSystem, Audit, Database, notFound, type Ctx, type Locale } from '@wutong/core-server';
import type { MadeFile } from '../pdf/file-reply';
import { CONTRACTS_OF_MONTH } from './answer-due';
import { disputeCsv, type Dispute } from './dispute-file';
import { disputeLetter } from './dispute-letter';
import { Reconciliation, ReconciliationLine } from './reconciliation.entity';
import { behind } from './reconciliation-read.service';
import { zip } from './zip';

interface Names {
  nameZh: string;
  nameEn: string;
}

/** $1 supplier, $2 first day of the month. */
const BILLS = `
  select b.invoice, b.total_ufen as "totalUfen" from supplier_bill b
   where b.organisation_id = $1 and b.month = $2 and not exists (select 1 from supplier_bill n where n.replaces = b.id) order by b.invoice`;
const CONTRACTS = `
  select c.number, c.starts_at as "startsAt", coalesce(c.ended_at, c.ends_at) as "endsAt" ${CONTRACTS_OF_MONTH} order by c.number`;

const LETTER: Readonly<Record<Locale, string>> = { en: 'Letter of dispute', 'zh-CN': '异议函' };
const LINES: Readonly<Record<Locale, string>> = { en: 'Disputed lines', 'zh-CN': '异议明细' };
const monthOf = ({ month }: Reconciliation): string => month.slice(0, 7);
const linesName = (reconciliation: Reconciliation, locale: Locale): string => `${LINES[locale]}-${monthOf(reconciliation)}.csv`;

/** What goes to a supplier with a dispute, in the viewer's language: a letter, and the lines with our evidence. That it was given is on record. */
@Injectable()
export class DisputeFileService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** A ZIP of letter and CSV; NOT_FOUND where nothing is disputed. */
  async archive(ctx: Ctx, id: string): Promise<MadeFile & { content: Buffer }> {
    const dispute = await this.dispute(ctx, id);
    const { reconciliation } = dispute;
    const { locale } = ctx;
    await this.record(ctx, reconciliation, 'dispute.zip');
    const files = [
      { name: `${LETTER[locale]}-${monthOf(reconciliation)}.pdf`, content: await disputeLetter(dispute, locale, [linesName(reconciliation, locale)]) },
      { name: linesName(reconciliation, locale), content: disputeCsv(dispute) },
    ];
    return { name: `dispute-${monthOf(reconciliation)}.zip`, type: 'application/zip', content: zip(files, dispute.disputedAt) };
  }

  /** The letter alone, as a PDF; NOT_FOUND where nothing is disputed. */
  async letter(ctx: Ctx, id: string): Promise<MadeFile & { content: Buffer }> {
    const dispute = await this.dispute(ctx, id);
    const { reconciliation } = dispute;
    await this.record(ctx, reconciliation, 'letter.pdf');
    const content = await disputeLetter(dispute, ctx.locale, [linesName(reconciliation, ctx.locale)]);
    return { name: `dispute-${monthOf(reconciliation)}.pdf`, type: 'application/pdf', content };
  }

  private async record(ctx: Ctx, { id, organisationId }: Reconciliation, file: string): Promise<void> {
    await this.database.write(ctx, (tx) => this.audit.saw(ctx, tx, { subjectType: 'reconciliation', subjectId: id, organisationId }, { file }));
  }

  private async dispute(ctx: Ctx, id: string): Promise<Dispute> {
    const [reconciliation, lines, linesWithin] = await this.database.read(ctx, async (tx) => [
      await tx.of(Reconciliation).findOneBy({ id }),
      await tx.of(ReconciliationLine).find({ where: { reconciliationId: id, isWithin: false }, order: { no: 'ASC' } }),
      await tx.of(ReconciliationLine).countBy({ reconciliationId: id, isWithin: true }),
    ]);
    if (!reconciliation?.disputedAt || !reconciliation.answerDueAt || lines.length === 0) throw notFound();
    const { organisationId, month, disputedAt, answerDueAt } = reconciliation;
    return this.database.read(asSystem(ctx), async (tx) => {
      const names = `select name_zh as "nameZh", name_en as "nameEn" from organisation`;
      const [supplier] = await tx.query<Names>(`${names} where id = $1`, [organisationId]);
      const [centre] = await tx.query<Names>(`${names} where kind = 'centre' limit 1`);
      const bills = await tx.query<Dispute['bills'][number]>(BILLS, [organisationId, month]);
      const contracts = await tx.query<Dispute['contracts'][number]>(CONTRACTS, [organisationId, month]);
      const [said] = await tx.query<{ reason: string }>(
        `select reason from case_event where workflow = 'reconciliation' and case_id = $1 and event = 'dispute' order by version desc limit 1`,
        [id],
      );
      const pools = await tx.query<{ id: string; code: string }>(`select id, code from compute_pool where organisation_id = $1`, [organisationId]);
      const evidence = [];
      for (const line of lines) {
        const pool = pools.find((one) => one.id === line.poolId)?.code ?? line.matchKey ?? '';
        evidence.push({ line, pool, ...(await behind(tx, line, false)) });
      }
      if (!supplier || !centre) throw notFound();
      return { reconciliation, supplier, centre, contracts, bills, reason: said?.reason ?? '', disputedAt, answerDueAt, lines: evidence, linesWithin };
    });
  }
}
