import { Injectable } from '@nestjs/common';
import { Database, parse, type Ctx } from '@wutong/core-server';
import { dayInShanghai } from '@wutong/core-shared';
import { BillFiles, type BillFile } from './bill-files';
import { BillReader } from './bill-reader';
import { BILL_FIELDS, billMappingSchema, guessMapping, type BillMapping } from './bill-mapping';
import { SavedBillMapping } from './bill-mapping.entity';
import { assertSupplier, supplierOf } from './bill-supplier';
import type { BillLine, BillProblem } from './bill-line';
import type { BillLineProblem, BillMappingFields, BillPreview, BillPreviewArgs } from './bill.inputs';
import { fingerprint, firstRows } from './bill-text';
import { isFocus } from './focus';

const HEAD = 64 * 1024;
const ROWS = 50;
/** What may only be so because the file goes on behind the part that was read. */
const OF_THE_CUT = new Set(['quoteNotClosed', 'cutCharacter']);

/** Shows what is in a file and what would become of it, before anything is taken in. */
@Injectable()
export class BillPreviewService {
  constructor(
    private readonly database: Database,
    private readonly files: BillFiles,
  ) {}

  async preview(ctx: Ctx, args: BillPreviewArgs): Promise<BillPreview> {
    const supplierId = supplierOf(ctx, args.supplierId);
    const file = await this.files.open(ctx, args.fileId);
    const { layout } = file;
    const ofFocus = isFocus(layout.headers);
    const saved = await this.saved(ctx, supplierId, layout.headers);
    const mapping = ofFocus ? null : args.mapping ? mappingOf(ctx, args.mapping) : (saved?.mapping ?? guessMapping(layout.headers));
    const { bytes, isWhole } = await this.files.head(file, HEAD);
    const { reader, lines } = await readHead(ctx, file, mapping, bytes);
    const problems = reader.problems.filter(({ code }) => isWhole || !OF_THE_CUT.has(code));
    const text = new TextDecoder(layout.encoding).decode(bytes);
    return {
      isFocus: ofFocus, encoding: layout.encoding, delimiter: layout.delimiter, headerLine: layout.headerLine, headers: [...layout.headers],
      rows: firstRows(text, layout.delimiter, ROWS + layout.headerLine).filter(({ line }) => line > layout.headerLine).slice(0, ROWS),
      mapping: mapping && fieldsOf(mapping),
      savedVersion: saved?.version ?? null,
      lines: lines.slice(0, ROWS),
      problems: problems.slice(0, ROWS).map((one) => told(ctx, one)),
      month: (reader.periodStart ?? reader.firstAt) && dayInShanghai(reader.periodStart ?? reader.firstAt!).slice(0, 7),
      invoice: reader.invoice,
    };
  }

  /** The mapping by which such files of this supplier were read last. */
  private async saved(ctx: Ctx, supplierId: string | null, headers: readonly string[]): Promise<SavedBillMapping | null> {
    if (!supplierId) return null;
    return this.database.read(ctx, async (tx) => {
      const organisationId = await assertSupplier(ctx, tx, supplierId);
      return tx.of(SavedBillMapping).findOne({ where: { organisationId, fingerprint: fingerprint(headers) }, order: { version: 'DESC' } });
    });
  }
}

async function readHead(
  ctx: Ctx, { layout }: BillFile, mapping: BillMapping | null, bytes: Uint8Array,
): Promise<{ reader: BillReader; lines: BillLine[] }> {
  const reader = new BillReader(layout, mapping, ctx.now);
  const lines: BillLine[] = [];
  for await (const batch of reader.batches(once(bytes))) lines.push(...batch);
  return { reader, lines };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** INVALID_INPUT naming what is wrong with it. */
export function mappingOf(ctx: Ctx, { columns, ...rest }: BillMappingFields): BillMapping {
  return parse(ctx, billMappingSchema, { ...rest, columns: Object.fromEntries(columns.map(({ field, column }) => [field, column])) });
}

function fieldsOf({ columns, ...rest }: BillMapping): BillMappingFields {
  return { ...rest, columns: BILL_FIELDS.flatMap((field) => (columns[field] === undefined ? [] : [{ field, column: columns[field] }])) };
}

export function told({ locale }: Ctx, { line, column, code, say }: BillProblem): BillLineProblem {
  return { line, column, code, message: say[locale] };
}
