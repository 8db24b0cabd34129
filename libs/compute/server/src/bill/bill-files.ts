import { Injectable } from '@nestjs/common';
import { defineFilePurpose, defineFileSubject, FileService, invalid, type Ctx } from '@wutong/core-server';
import { layoutOf } from './bill-reader';
import type { BillLayout } from './bill-text';

const PURPOSE = defineFilePurpose({
  purpose: 'supplier-bill',
  accept: ['text/csv', 'text/plain', 'text/tab-separated-values'],
  maxSize: 100_000_000,
});

export const BILL_SUBJECT = defineFileSubject({
  type: 'SupplierBill',
  purposes: [PURPOSE.purpose],
  permission: 'supplier-bill.read',
  // Whoever sent the file: the bill is its supplier's.
  canOpen: async ({ actor }, tx, files) => {
    if (!actor.permissions.has('supplier-bill.read')) return new Set();
    const rows = await tx.query<{ id: string }>(`select file_id as id from supplier_bill where id = any($1)`, [
      files.map(({ subjectId }) => subjectId),
    ]);
    return new Set(rows.map(({ id }) => id));
  },
});

export interface BillFile {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
  readonly layout: BillLayout;
}

/** The files of bills, read from the files room as often as is needed. */
@Injectable()
export class BillFiles {
  constructor(private readonly files: FileService) {}

  /** INVALID_INPUT on `fileId` for what is no table; NOT_FOUND for what the viewer may not open. */
  async open(ctx: Ctx, fileId: string): Promise<BillFile> {
    const { id, name, sha256, size } = await this.files.openable(ctx, fileId);
    const layout = await layoutOf(await this.files.content({ sha256 }));
    if (!layout) {
      throw invalid(
        'fileId', `No table was found in “${name}”: send a CSV whose columns have a header.`,
        `“${name}”中没有找到表格，请上传带表头的 CSV 文件。`,
      );
    }
    return { id, name, sha256, size, layout };
  }

  content({ sha256 }: BillFile): Promise<AsyncIterable<Uint8Array>> {
    return this.files.content({ sha256 });
  }

  /** The first bytes, up to the end of a line where there is more. */
  async head({ sha256, size }: BillFile, most: number): Promise<{ bytes: Buffer; isWhole: boolean }> {
    if (size === 0) return { bytes: Buffer.alloc(0), isWhole: true };
    const chunks: Buffer[] = [];
    for await (const chunk of await this.files.content({ sha256 }, { start: 0, end: Math.min(size, most) - 1 })) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    return size <= most ? { bytes, isWhole: true } : { bytes: bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1), isWhole: false };
  }
}
