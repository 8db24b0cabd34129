import { mkdirSync } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange } from './byte-range';
import { FileStorage } from './file-storage';
import { HashingStore } from './hashing-store';

/**
 * Files in a folder: `uploads/` what still arrives, `content/ab/abcd…` what is whole, named by its SHA-256. Several
 * processes may share the folder.
 */
export class LocalFileStorage extends FileStorage {
  override readonly uploads: HashingStore;

  constructor(private readonly directory: string) {
    super();
    mkdirSync(join(directory, 'uploads'), { recursive: true, mode: 0o700 });
    mkdirSync(join(directory, 'content'), { recursive: true, mode: 0o700 });
    this.uploads = new HashingStore(join(directory, 'uploads'));
  }

  override async arrived(id: string): Promise<number | null> {
    return orNull(stat(this.uploads.pathOf(id)).then(({ size }) => size));
  }

  override hash(id: string, size: number): Promise<string> {
    return this.uploads.sha256(id, size);
  }

  override async readUpload(id: string, start: number, length: number): Promise<Buffer> {
    const file = await open(this.uploads.pathOf(id), 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  override async keep(id: string, sha256: string): Promise<void> {
    const target = this.contentPath(sha256);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    try {
      // The upload stays until its row says that it is stored, so that a crash in between loses nothing.
      await link(this.uploads.pathOf(id), target);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return;
      if (code === 'ENOENT') throw error;
      // A file system without hard links: copied beside its place and moved there whole.
      const copy = `${target}.${id}`;
      await copyFile(this.uploads.pathOf(id), copy);
      await rename(copy, target);
    }
  }

  override async dropUpload(id: string): Promise<void> {
    this.uploads.forget(id);
    await rm(this.uploads.pathOf(id), { force: true });
    await rm(`${this.uploads.pathOf(id)}.json`, { force: true });
  }

  override async open(sha256: string, range?: ByteRange): Promise<Readable> {
    const file = await open(this.contentPath(sha256), 'r');
    return file.createReadStream(range ? { start: range.start, end: range.end } : {});
  }

  override async remove(sha256: string): Promise<void> {
    await rm(this.contentPath(sha256), { force: true });
  }

  override async uploadsUntouchedSince(then: Date): Promise<string[]> {
    const folder = join(this.directory, 'uploads');
    const ids = new Set((await readdir(folder)).map((name) => name.replace(/\.json$/, '')));
    const untouched: string[] = [];
    for (const id of ids) {
      const about = await orNull(stat(this.uploads.pathOf(id)).catch(() => stat(`${this.uploads.pathOf(id)}.json`)));
      if (about && about.mtime < then) untouched.push(id);
    }
    return untouched;
  }

  private contentPath(sha256: string): string {
    return join(this.directory, 'content', sha256.slice(0, 2), sha256);
  }
}

async function orNull<T>(value: Promise<T>): Promise<T | null> {
  try {
    return await value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
