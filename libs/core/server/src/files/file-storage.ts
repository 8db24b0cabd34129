import type { Readable } from 'node:stream';
import type { DataStore } from '@tus/server';
import type { ByteRange } from './byte-range';

/**
 * Where the bytes are: uploads that still arrive, and contents that are whole, each under its SHA-256. A content is
 * put in place in one step and never written again.
 */
export abstract class FileStorage {
  /** Takes in uploads by tus. The id of an upload is the id of its file. */
  abstract readonly uploads: DataStore;

  /** Bytes that have arrived of an upload; null where there is none. */
  abstract arrived(id: string): Promise<number | null>;

  /** SHA-256, in hexadecimal, of an upload of which `size` bytes have arrived. */
  abstract hash(id: string, size: number): Promise<string>;

  /** Bytes of an upload that has not been kept yet. */
  abstract readUpload(id: string, start: number, length: number): Promise<Buffer>;

  /** Makes the upload the content `sha256`. Doing it again, or when the content is there already, changes nothing. */
  abstract keep(id: string, sha256: string): Promise<void>;

  /** Forgets an upload, whole or not; it need not exist. */
  abstract dropUpload(id: string): Promise<void>;

  abstract open(sha256: string, range?: ByteRange): Promise<Readable>;

  /** Forgets a content; it need not exist. */
  abstract remove(sha256: string): Promise<void>;

  /** Ids of the uploads to which nothing was added since then. */
  abstract uploadsUntouchedSince(then: Date): Promise<string[]>;
}
