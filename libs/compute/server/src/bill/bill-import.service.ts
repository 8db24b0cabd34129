import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, FileService, invalid, parse, type Ctx, type Tx } from '@wutong/core-server';
import { dayInShanghai } from '@wutong/core-shared';
import { z } from 'zod';
import { Reconciler } from '../reconciliation/reconciler';
import { rowsOf } from '../usage/usage-store';
import { BILL_SUBJECT, BillFiles, type BillFile } from './bill-files';
import { problem, type BillLine, type BillProblem } from './bill-line';
import type { BillMapping } from './bill-mapping';
import { SavedBillMapping } from './bill-mapping.entity';
import { mappingOf, told } from './bill-preview.service';
import { BillReader } from './bill-reader';
import { assertSupplier, supplierOf } from './bill-supplier';
import type { ImportSupplierBillInput, SupplierBillProblems } from './bill.inputs';
import { fingerprint } from './bill-text';
import { isFocus } from './focus';
import { SupplierBill } from './supplier-bill.entity';

const DAY = 86_400_000;
const schema = z.object({
  fileId: z.uuid(),
  supplierId: z.uuid().nullish(),
  month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/).nullish(),
  invoice: z.string().trim().min(1).max(120).nullish(),
  totalFen: z.bigint().nullish(),
});

const INSERT_LINES = `
  insert into supplier_bill_line (bill_id, organisation_id, line, line_id, category, is_correction, resource, sku, cluster, gpu_class,
    description, starts_at, ends_at, first_day, last_day, gpu_mh, amount_ufen, tax_ufen)
  select $2, $3, line, "lineId", category, "isCorrection", resource, sku, cluster, "gpuClass", description, "startsAt", "endsAt",
         "firstDay", "lastDay", "gpuMh", "amountUfen", "taxUfen"
    from json_to_recordset($1) as r (line int, "lineId" text, category text, "isCorrection" boolean, resource text, sku text,
      cluster text, "gpuClass" text, description text, "startsAt" timestamptz, "endsAt" timestamptz, "firstDay" date,
      "lastDay" date, "gpuMh" bigint, "amountUfen" bigint, "taxUfen" bigint)`;

/** Takes the transaction back: nothing of a file with problems is kept. */
class Refused extends Error {
  constructor(readonly problems: readonly BillProblem[]) {
    super('The bill has problems');
  }
}

/**
 * Takes in suppliers' bills: one file is one invoice, and one transaction, which ends with the month reconciled anew. The
 * same file again gives the bill that it made. A bill of a number that is there is refused unless it is sent as its
 * correction; then it replaces the one before, which stays to be looked up.
 */
@Injectable()
export class BillImportService {
  constructor(
    private readonly database: Database,
    private readonly files: BillFiles,
    private readonly stored: FileService,
    private readonly reconciler: Reconciler,
    private readonly audit: Audit,
  ) {}

  /** Gives the bill, or everything that is wrong with the file. INVOICE_EXISTS, INVALID_INPUT as said above. */
  async import(ctx: Ctx, input: ImportSupplierBillInput): Promise<SupplierBill | SupplierBillProblems> {
    const wish = parse(ctx, schema, input);
    const file = await this.files.open(ctx, wish.fileId);
    try {
      return await this.database.command(ctx, 'importSupplierBill', input, async (tx) => {
        const organisationId = await assertSupplier(ctx, tx, supplierOf(ctx, wish.supplierId));
        const mapping = neededMapping(ctx, input, file);
        await tx.query(`select pg_advisory_xact_lock(hashtextextended('wutong.bill.' || $1, 0))`, [organisationId]);
        const same = await tx.of(SupplierBill).findOneBy({ organisationId, sha256: file.sha256 });
        return same ?? (await this.take(ctx, tx, { ...wish, organisationId, mapping, isCorrection: input.isCorrection === true }, file));
      });
    } catch (error) {
      if (error instanceof Refused) return { problems: error.problems.map((one) => told(ctx, one)) };
      throw error;
    }
  }

  private async take(ctx: Ctx, tx: Tx, wish: Wish, file: BillFile): Promise<SupplierBill> {
    const { organisationId, mapping } = wish;
    const id = randomUUID();
    const reader = new BillReader(file.layout, mapping, ctx.now);
    let gpuMh = 0n;
    for await (const batch of reader.batches(await this.files.content(file))) {
      if (reader.problems.length > 0) continue;
      await tx.query(INSERT_LINES, [rowsOf(batch.map(withDays)), id, organisationId]);
      for (const line of batch) gpuMh += line.gpuMh ?? 0n;
    }
    const { month, invoice, problems } = headOf(reader, wish);
    if (problems.length > 0) throw new Refused(problems);
    const before = await this.before(tx, organisationId, invoice, wish.isCorrection);
    const bill = tx.of(SupplierBill).create({
      id, organisationId, month: `${month}-01`, invoice, revision: (before?.revision ?? 0) + 1, replaces: before?.id ?? null,
      format: mapping ? 'mapped' : 'focus', mappingId: mapping && (await this.saveMapping(ctx, tx, organisationId, file, mapping)),
      fileId: file.id, fileName: file.name, sha256: file.sha256, lines: reader.lines, gpuMh, totalUfen: reader.totalUfen,
      importedByName: ctx.actor.name, importedBy: ctx.actor.userId, importedAt: ctx.now,
    });
    await tx.insert(SupplierBill, bill);
    await this.stored.attachFiles(ctx, tx, { type: BILL_SUBJECT.type, id }, [file.id]);
    await this.audit.record(ctx, tx, {
      action: 'supplierBill.import', subjectType: 'supplierBill', subjectId: id, organisationId,
      after: { invoice, month, revision: bill.revision, lines: bill.lines, totalUfen: bill.totalUfen, sha256: file.sha256 },
    });
    const months = new Set([bill.month, before?.month ?? bill.month]);
    for (const one of months) await this.reconciler.afterBill(ctx, tx, organisationId, one);
    return bill;
  }

  /** The bill that this one replaces. */
  private async before(tx: Tx, organisationId: string, invoice: string, isCorrection: boolean): Promise<SupplierBill | null> {
    const before = await tx.of(SupplierBill).findOne({ where: { organisationId, invoice }, order: { revision: 'DESC' } });
    if (before && !isCorrection) {
      throw conflict(
        'INVOICE_EXISTS', `Invoice ${invoice} is here already. If this file corrects it, send it as a correction.`,
        `账单 ${invoice} 已存在。如本文件为更正版，请勾选“更正账单”后重新提交。`, { billId: before.id },
      );
    }
    if (!before && isCorrection) {
      throw invalid('isCorrection', `There is no invoice ${invoice} to correct.`, `没有可更正的账单 ${invoice}。`);
    }
    return before;
  }

  /** The id of the mapping among the saved ones; a new version where it is another than last time. */
  private async saveMapping(ctx: Ctx, tx: Tx, organisationId: string, { layout }: BillFile, mapping: BillMapping): Promise<string> {
    const known = { organisationId, fingerprint: fingerprint(layout.headers) };
    const last = await tx.of(SavedBillMapping).findOne({ where: known, order: { version: 'DESC' } });
    if (last && canonical(last.mapping) === canonical(mapping)) return last.id;
    const id = randomUUID();
    await tx.insert(SavedBillMapping, {
      ...known, id, version: (last?.version ?? 0) + 1, mapping, savedByName: ctx.actor.name, savedAt: ctx.now,
    });
    return id;
  }
}

interface Wish {
  readonly organisationId: string;
  readonly mapping: BillMapping | null;
  readonly month?: string | null | undefined;
  readonly invoice?: string | null | undefined;
  readonly totalFen?: bigint | null | undefined;
  readonly isCorrection: boolean;
}

function neededMapping(ctx: Ctx, { mapping }: ImportSupplierBillInput, { layout }: BillFile): BillMapping | null {
  if (isFocus(layout.headers)) return null;
  if (!mapping) throw invalid('mapping', 'This is no FOCUS file: say which column is what.', '该文件不是 FOCUS 格式，请指定各列含义。');
  return mappingOf(ctx, mapping);
}

/** Month and number of the invoice, which file and person may both say; with everything that is wrong. */
function headOf(reader: BillReader, wish: Wish): { month: string; invoice: string; problems: BillProblem[] } {
  const problems = [...reader.problems];
  const told = reader.periodStart && dayInShanghai(reader.periodStart).slice(0, 7);
  const month = told ?? wish.month ?? '';
  const invoice = reader.invoice ?? wish.invoice ?? '';
  if (problems.length > 0) return { month, invoice, problems };
  if (month === '') problems.push(problem(0, 'month', 'noMonth', 'Say which month is billed', '请填写账期月份'));
  if (invoice === '') problems.push(problem(0, 'invoice', 'noInvoice', 'Say the number of the invoice', '请填写账单编号'));
  if (wish.month && wish.month !== month) {
    problems.push(problem(0, 'BillingPeriodStart', 'otherMonth', `The file is of ${month}, not of ${wish.month}`, `文件账期为 ${month}，与填写的 ${wish.month} 不符`));
  }
  if (wish.invoice && wish.invoice !== invoice) {
    problems.push(problem(0, 'InvoiceId', 'otherInvoice', `The file is of invoice ${invoice}, not of ${wish.invoice}`, `文件账单编号为 ${invoice}，与填写的 ${wish.invoice} 不符`));
  }
  const off = wish.totalFen != null ? wish.totalFen * 1_000_000n - reader.totalUfen : 0n;
  // An invoice is to the fen, its lines may be finer.
  if (off > 500_000n || off < -500_000n) {
    const [stated, sum] = [yuan((wish.totalFen ?? 0n) * 1_000_000n), yuan(reader.totalUfen)];
    problems.push(problem(0, 'totalFen', 'totalDiffers', `The lines come to ¥${sum}, the invoice says ¥${stated}`, `明细合计 ¥${sum}，与账单总额 ¥${stated} 不符`));
  }
  const isThere = reader.firstAt && reader.lastAt && dayInShanghai(reader.firstAt) <= `${month}-31` && dayInShanghai(reader.lastAt) >= `${month}-01`;
  if (problems.length === 0 && !isThere) {
    problems.push(problem(0, 'month', 'nothingInMonth', `No line of the file is of ${month}`, `文件中没有 ${month} 的明细`));
  }
  return { month, invoice, problems };
}

function yuan(ufen: bigint): string {
  const fen = (ufen < 0n ? -ufen : ufen) + 500_000n;
  const text = (fen / 1_000_000n).toString().padStart(3, '0');
  return `${ufen < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** A line of up to a day is of the day on which it begins, in whatever zone the supplier counts days. */
function withDays(line: BillLine): BillLine & { firstDay: string; lastDay: string } {
  const firstDay = dayInShanghai(line.startsAt);
  const isLong = line.endsAt.getTime() - line.startsAt.getTime() > DAY;
  return { ...line, firstDay, lastDay: isLong ? dayInShanghai(new Date(line.endsAt.getTime() - 1)) : firstDay };
}

function canonical({ columns, ...rest }: BillMapping): string {
  return JSON.stringify([Object.entries(columns).sort(), Object.entries(rest).sort()]);
}
