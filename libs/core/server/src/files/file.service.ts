import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Audit } from '../audit/audit';
import { type Ctx, systemCtx } from '../context/ctx';
import { Database } from '../database/database';
import type { Tx } from '../database/tx';
import { conflict, invalid, notFound } from '../errors/app-error';
import type { ByteRange } from './byte-range';
import { isSenders, openFiles } from './file-access';
import { fileSubject } from './file-rules';
import { FileStorage } from './file-storage';
import { StoredFile } from './file.entity';
import { UUID } from './upload.service';

/** What files are attached to: `{ type: 'TenancyApplication', id }`. */
export interface SubjectRef {
  readonly type: string;
  readonly id: string;
}

/**
 * Files that have arrived. A file belongs to whoever sent it until it is attached to something; from then on that
 * something says who may open it.
 */
@Injectable()
export class FileService {
  constructor(
    private readonly database: Database,
    private readonly storage: FileStorage,
    private readonly audit: Audit,
  ) {}

  /**
   * Attaches files to a subject, in the caller's transaction; those attached to it already stay. Gives them in the
   * order of `ids`. NOT_FOUND for a file of somebody else's or one attached elsewhere, FILE_STILL_ARRIVING for one not
   * whole yet, INVALID_INPUT for one sent for another purpose.
   */
  async attachFiles(ctx: Ctx, tx: Tx, subject: SubjectRef, ids: readonly string[]): Promise<StoredFile[]> {
    const { purposes } = fileSubject(subject.type);
    const found = await byIds(tx, ids, true);
    const attached = ids.map((id) => {
      const file = found.get(id.toLowerCase());
      const here = file?.subjectType === subject.type && file.subjectId === subject.id;
      if (!file || !(here || (file.subjectId === null && isSenders(ctx, file)))) throw notFound();
      if (file.state !== 'stored') {
        throw conflict(
          'FILE_STILL_ARRIVING',
          `“${file.name}” has not been sent whole yet. Wait until it is, then go on.`,
          `“${file.name}”尚未上传完成，请等待上传结束后再继续。`,
          { file: file.id },
        );
      }
      if (!purposes.includes(file.purpose)) {
        throw invalid(
          'files',
          `“${file.name}” was sent for another purpose. Send it again here.`,
          `“${file.name}”是为其他用途上传的，请在此处重新上传。`,
        );
      }
      return file;
    });
    const to = { subjectType: subject.type, subjectId: subject.id };
    await tx.of(StoredFile).update({ id: In(attached.map(({ id }) => id)) }, to);
    return attached.map((file) => Object.assign(file, to));
  }

  /**
   * Lets files of a subject go, as when one is taken off a draft: they belong to their senders again and, attached to
   * nothing for a week, are forgotten. Ids that are not the subject's are passed over.
   */
  async detachFiles(ctx: Ctx, tx: Tx, subject: SubjectRef, ids: readonly string[]): Promise<void> {
    await tx.of(StoredFile).update(
      { id: In(ids.filter((id) => UUID.test(id))), subjectType: subject.type, subjectId: subject.id },
      { subjectType: null, subjectId: null, touchedAt: ctx.now },
    );
  }

  /** The files of many subjects at once that the viewer may open, oldest first, by the subject's id. */
  async filesOf(ctx: Ctx, tx: Tx, type: string, subjectIds: readonly string[]): Promise<Map<string, StoredFile[]>> {
    const files = await tx.of(StoredFile).find({
      where: { subjectType: type, subjectId: In([...subjectIds]) },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    const open = await openFiles(ctx, tx, files);
    const bySubject = new Map<string, StoredFile[]>(subjectIds.map((id) => [id, []]));
    for (const file of files) if (open.has(file.id)) bySubject.get(file.subjectId ?? '')?.push(file);
    return bySubject;
  }

  /** Those of these files that the viewer may open, in the order of `ids`; the others are left out. */
  async readable(ctx: Ctx, ids: readonly string[]): Promise<StoredFile[]> {
    // What an investor may open is not a row of theirs: the system finds it, the subject decides.
    const found = await this.database.read(systemCtx(ctx.now, ctx.requestId), (tx) => byIds(tx, ids, false));
    const open = await this.database.read(ctx, (tx) => openFiles(ctx, tx, [...found.values()]));
    return ids.flatMap((id) => {
      const file = found.get(id.toLowerCase());
      return file && open.has(file.id) ? [file] : [];
    });
  }

  /** A stored file that the viewer may open; NOT_FOUND for any other. */
  async openable(ctx: Ctx, id: string): Promise<StoredFile & { sha256: string; mediaType: string }> {
    const [file] = await this.readable(ctx, [id]);
    const { sha256, mediaType } = file ?? {};
    if (!file || !sha256 || !mediaType) throw notFound();
    return Object.assign(file, { sha256, mediaType });
  }

  /** Puts on record that the viewer is given this file, or a range of its bytes. */
  async recordOpened(ctx: Ctx, file: StoredFile, range?: ByteRange): Promise<void> {
    const subject = { subjectType: 'file', subjectId: file.id, organisationId: file.organisationId };
    const part = range ? { bytes: `${range.start}-${range.end}` } : {};
    await this.database.write(ctx, (tx) => this.audit.saw(ctx, tx, subject, { name: file.name, ...part }));
  }

  /** The bytes of a file that `openable` gave. */
  content(file: { sha256: string }, range?: ByteRange): Promise<Readable> {
    return this.storage.open(file.sha256, range);
  }
}

async function byIds(tx: Tx, ids: readonly string[], lock: boolean): Promise<Map<string, StoredFile>> {
  const files = await tx.of(StoredFile).find({
    where: { id: In(ids.filter((id) => UUID.test(id))) },
    order: { id: 'ASC' },
    ...(lock ? { lock: { mode: 'pessimistic_write' as const } } : {}),
  });
  return new Map(files.map((file) => [file.id, file]));
}
