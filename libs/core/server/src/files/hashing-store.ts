import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';

/** Running hashes kept in memory; an upload whose hash was dropped is read again when it ends. */
const KEPT = 1000;

/**
 * tus's store on disk, which hashes what it writes. After a restart or a broken connection the bytes on disk are what
 * counts: when they are not exactly those that were hashed, the hash starts anew from the disk.
 */
export class HashingStore extends FileStore {
  private readonly running = new Map<string, { hash: Hash; upTo: number }>();

  constructor(directory: string) {
    super({ directory });
    // The length of an upload must be known from its beginning: it is held against the limits then.
    this.extensions = ['creation', 'creation-with-upload'];
  }

  pathOf(id: string): string {
    return join(this.directory, id);
  }

  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const state = await this.hashUpTo(id, offset);
    const start = offset;
    const tap = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        state.hash.update(chunk);
        state.upTo += chunk.length;
        done(null, chunk);
      },
    });
    await pipeline(readable, tap, createWriteStream(this.pathOf(id), { flags: 'r+', start, flush: true }));
    return state.upTo;
  }

  /** SHA-256 of the first `size` bytes, in hexadecimal. */
  async sha256(id: string, size: number): Promise<string> {
    return (await this.hashUpTo(id, size)).hash.copy().digest('hex');
  }

  forget(id: string): void {
    this.running.delete(id);
  }

  private async hashUpTo(id: string, offset: number): Promise<{ hash: Hash; upTo: number }> {
    const known = this.running.get(id);
    if (known?.upTo === offset) return known;
    const state = { hash: createHash('sha256'), upTo: 0 };
    if (offset > 0) {
      for await (const chunk of createReadStream(this.pathOf(id), { end: offset - 1 }) as AsyncIterable<Buffer>) {
        state.hash.update(chunk);
        state.upTo += chunk.length;
      }
    }
    this.running.delete(id);
    this.running.set(id, state);
    const oldest = this.running.keys().next().value;
    if (this.running.size > KEPT && oldest !== undefined) this.running.delete(oldest);
    return state;
  }
}
