import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Upload } from '@tus/server';
import type { Ctx } from '../context/ctx';
import { Database } from '../database/database';
import { AppError, denied, invalid, notFound } from '../errors/app-error';
import { isSenders } from './file-access';
import { filePurpose } from './file-rules';
import { normaliseFileName } from './file-name';
import { sizeInWords } from './file-size';
import { FileStorage } from './file-storage';
import { FilesConfig } from './files-config';
import { StoredFile } from './file.entity';
import { claimedType, settleType } from './settle-type';
import { sniff } from './sniff';

export interface UploadRequest {
  filename: string;
  /** As the browser declares it; may be empty. */
  filetype: string;
  purpose: string;
  /** In bytes, of the whole file. */
  size: number;
}

/**
 * Files on their way in. What can be told from the outside (name, declared type, size, room left) is checked before
 * the first byte; what the content really is, when the last has come. A file that is refused leaves nothing behind.
 */
@Injectable()
export class UploadService {
  constructor(
    private readonly database: Database,
    private readonly storage: FileStorage,
    private readonly config: FilesConfig,
  ) {}

  /**
   * Makes the row of a file that will arrive and gives it. INVALID_INPUT names what is wrong with it; TOO_LARGE where
   * it is over its purpose's limit or over what its organisation may keep.
   */
  async begin(ctx: Ctx, request: UploadRequest): Promise<StoredFile> {
    const { organisationId, userId } = ctx.actor;
    if (organisationId === null || userId === null) throw denied();
    const purpose = filePurpose(request.purpose);
    const name = normaliseFileName(request.filename);
    const declaredType = request.filetype.slice(0, 200);
    if (request.size === 0) {
      throw invalid('size', `“${name}” is empty. Check the file and send it again.`, `“${name}”是空文件，请检查后重新上传。`);
    }
    if (request.size > purpose.maxSize) throw tooLarge(name, request.size, purpose.maxSize);
    claimedType({ name, declaredType }, purpose.accept);
    return this.database.write(ctx, async (tx) => {
      // One at a time for each organisation, so that two uploads cannot both take the last room.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('file:' || $1, 0))`, [organisationId]);
      const [kept] = await tx.query<{ bytes: string }>(
        `select coalesce(sum(size), 0)::text as bytes from file where organisation_id = $1`,
        [organisationId],
      );
      const left = this.config.organisationBytes - Number(kept?.bytes);
      if (request.size > left) throw noRoom(name, request.size, Math.max(left, 0));
      const file = tx.of(StoredFile).create({
        id: randomUUID(),
        organisationId,
        uploadedBy: userId,
        purpose: purpose.purpose,
        name,
        declaredType,
        size: request.size,
        state: 'uploading',
        createdAt: ctx.now,
        touchedAt: ctx.now,
      });
      await tx.of(StoredFile).insert(file);
      return file;
    });
  }

  /** The viewer's own file that is arriving or not yet attached; for anything else NOT_FOUND. */
  async own(ctx: Ctx, id: string): Promise<StoredFile> {
    if (!UUID.test(id)) throw notFound();
    const file = await this.database.read(ctx, (tx) => tx.of(StoredFile).findOneBy({ id }));
    if (!file || !isSenders(ctx, file) || file.subjectId !== null) throw notFound();
    return file;
  }

  /** Remembers that more of it is arriving. */
  async touch(ctx: Ctx, id: string): Promise<void> {
    await this.database.write(ctx, (tx) =>
      tx.of(StoredFile).update({ id, state: 'uploading' }, { touchedAt: ctx.now }),
    );
  }

  /**
   * All bytes have come: finds the type, gives the content its place and marks the file stored. Doing it twice, or by
   * two processes at once, is the same as once. INVALID_INPUT, and the file is gone, where the content is not what the
   * name or the declaration say.
   */
  async finish(ctx: Ctx, id: string): Promise<StoredFile> {
    const file = await this.own(ctx, id);
    if (file.state === 'stored') return file;
    try {
      return await this.store(ctx, file);
    } catch (error) {
      if (error instanceof AppError) await this.discard(ctx, id);
      // Another process may have finished it and put the upload away meanwhile.
      else if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        const now = await this.own(ctx, id);
        if (now.state === 'stored') return now;
      }
      throw error;
    }
  }

  /** Takes in a whole file at once: for programs that have its bytes in hand. */
  async receive(ctx: Ctx, request: Omit<UploadRequest, 'size'>, bytes: Uint8Array): Promise<StoredFile> {
    const { id } = await this.begin(ctx, { ...request, size: bytes.length });
    await this.storage.uploads.create(new Upload({ id, offset: 0, size: bytes.length }));
    await this.storage.uploads.write(Readable.from([Buffer.from(bytes)]), id, 0);
    return this.finish(ctx, id);
  }

  /** Finishes an upload of which everything came before the process ended without saying so. */
  async finishWhole(ctx: Ctx, file: StoredFile): Promise<StoredFile> {
    if (file.state === 'stored' || (await this.storage.arrived(file.id)) !== file.size) return file;
    return this.finish(ctx, file.id);
  }

  /** Forgets the viewer's own file, arriving or not yet attached. */
  async discard(ctx: Ctx, id: string): Promise<void> {
    await this.own(ctx, id);
    await this.database.write(ctx, (tx) => tx.query(`delete from file where id = $1 and subject_id is null`, [id]));
    await this.storage.dropUpload(id);
  }

  private async store(ctx: Ctx, file: StoredFile): Promise<StoredFile> {
    const { id, size } = file;
    const sha256 = await this.storage.hash(id, size);
    const fitting = await sniff((start, length) => this.storage.readUpload(id, start, length), size);
    const media = settleType(file, fitting, filePurpose(file.purpose).accept);
    await this.database.write(ctx, async (tx) => {
      // The blob's row is locked until its content is in place, against a clean-up of the same content.
      await tx.query(
        `insert into file_blob (sha256, size, stored_at) values ($1, $2, $3)
         on conflict (sha256) do update set stored_at = excluded.stored_at`,
        [sha256, size, ctx.now],
      );
      await this.storage.keep(id, sha256);
      await tx.query(
        `update file set state = 'stored', sha256 = $2, media_type = $3, stored_at = $4, touched_at = $4
         where id = $1 and state = 'uploading'`,
        [id, sha256, media.type, ctx.now],
      );
    });
    await this.storage.dropUpload(id);
    return this.own(ctx, id);
  }
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function tooLarge(name: string, size: number, limit: number): AppError {
  return new AppError(
    'TOO_LARGE',
    {
      en: `“${name}” is ${sizeInWords(size)}; at most ${sizeInWords(limit)} can be sent here. Compress or split it.`,
      'zh-CN': `“${name}”大小为 ${sizeInWords(size)}，此处单个文件不超过 ${sizeInWords(limit)}。请压缩或拆分后上传。`,
    },
    { field: 'size', details: { limit } },
  );
}

function noRoom(name: string, size: number, left: number): AppError {
  return new AppError(
    'TOO_LARGE',
    {
      en:
        `“${name}” is ${sizeInWords(size)}, and your organisation has room for ${sizeInWords(left)} more. ` +
        'Ask the centre for more room.',
      'zh-CN': `“${name}”大小为 ${sizeInWords(size)}，本机构剩余存储空间 ${sizeInWords(left)}。请联系中心扩容。`,
    },
    { field: 'size', details: { left } },
  );
}
