import { Injectable } from '@nestjs/common';
import type { Ctx } from '../context/ctx';
import { Database } from '../database/database';
import { Job } from '../jobs/job';
import { FileStorage } from './file-storage';
import { StoredFile } from './file.entity';

declare module '../jobs/job' {
  interface JobMap {
    'files.tidy': Record<string, never>;
  }
}

const HOUR = 3_600_000;
/** An upload to which nothing was added for a day will not be continued. */
const ABANDONED = 24 * HOUR;
/** A file attached to nothing: a form may lie half-filled over a week's holiday. */
const UNATTACHED = 10 * 24 * HOUR;

const FOREIGN_KEY_VIOLATION = '23503';

/** What a clean-up forgot. */
export interface CleanUp {
  uploads: number;
  files: number;
  contents: number;
}

/** Forgets uploads that were given up, files that were never attached, and contents that no file has any more. */
@Injectable()
export class FileCleanup {
  constructor(
    private readonly database: Database,
    private readonly storage: FileStorage,
  ) {}

  @Job('files.tidy', { cron: '45 3 * * *' })
  async tidy(ctx: Ctx): Promise<CleanUp> {
    const since = (age: number): Date => new Date(ctx.now.getTime() - age);
    const files = await this.database.write(ctx, (tx) =>
      tx.query(
        `delete from file where subject_id is null
           and touched_at < case state when 'uploading' then $1 else $2 end::timestamptz
         returning id`,
        [since(ABANDONED), since(UNATTACHED)],
      ),
    );
    const uploads = await this.dropUploads(ctx, since(ABANDONED));
    const orphans = await this.database.read(ctx, (tx) =>
      tx.query<{ sha256: string }>(
        `select sha256 from file_blob b where not exists (select 1 from file f where f.sha256 = b.sha256)`,
      ),
    );
    let contents = 0;
    for (const { sha256 } of orphans) if (await this.removeContent(ctx, sha256)) contents++;
    return { uploads, files: files.length, contents };
  }

  private async dropUploads(ctx: Ctx, then: Date): Promise<number> {
    const ids = await this.storage.uploadsUntouchedSince(then);
    const arriving = await this.database.read(ctx, (tx) =>
      tx.of(StoredFile).find({ where: { state: 'uploading' }, select: { id: true } }),
    );
    const kept = new Set(arriving.map(({ id }) => id));
    const dropped = ids.filter((id) => !kept.has(id));
    for (const id of dropped) await this.storage.dropUpload(id);
    return dropped.length;
  }

  /** False when a file with this content was stored meanwhile: its row stands against deleting the blob's. */
  private async removeContent(ctx: Ctx, sha256: string): Promise<boolean> {
    try {
      await this.database.write(ctx, async (tx) => {
        await tx.query(`delete from file_blob where sha256 = $1`, [sha256]);
        // While the row is locked nobody can put the same content in place.
        await this.storage.remove(sha256);
      });
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === FOREIGN_KEY_VIOLATION) return false;
      throw error;
    }
  }
}
