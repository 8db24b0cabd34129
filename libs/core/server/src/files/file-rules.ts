import type { Ctx } from '../context/ctx';
import type { Tx } from '../database/tx';
import { invalid } from '../errors/app-error';
import { mediaTypeNamed } from './media-types';
import type { StoredFile } from './file.entity';

/** What a file is sent for: the types and sizes it may have. */
export interface FilePurpose {
  /** As the page sends it with the upload: `tenancy-application`. */
  readonly purpose: string;
  /** Media types, see media-types.ts. */
  readonly accept: readonly string[];
  /** In bytes, for one file. */
  readonly maxSize: number;
}

/** What a file can be attached to, and who may open it then. */
export interface FileSubject {
  /** `TenancyApplication`: as in `attachFiles`. */
  readonly type: string;
  /** Only files sent for these purposes can be attached to it. */
  readonly purposes: readonly string[];
  /** Lets people of the centre open the files of every organisation. */
  readonly permission: string;
  /**
   * Which of these files the viewer may open: ids in, allowed ids out. `tx` sees what the viewer may see. Without it:
   * the organisation that sent the file, and people of the centre who have `permission`.
   * In either case whoever has a conflict of interest with that organisation is left out.
   */
  canOpen?(ctx: Ctx, tx: Tx, files: readonly StoredFile[]): Promise<ReadonlySet<string>>;
}

const purposes = new Map<string, FilePurpose>();
const subjects = new Map<string, FileSubject>();

/** Makes a purpose known; called once, beside the platform's slice. Throws at start for a type nobody can recognise. */
export function defineFilePurpose(purpose: FilePurpose): FilePurpose {
  const unknown = purpose.accept.filter((type) => mediaTypeNamed(type)?.type !== type);
  if (unknown.length > 0) throw new Error(`File purpose ${purpose.purpose}: unknown media types ${unknown.join(', ')}`);
  purposes.set(purpose.purpose, purpose);
  return purpose;
}

/** Makes known what files can be attached to; called once, beside the platform's slice. */
export function defineFileSubject(subject: FileSubject): FileSubject {
  subjects.set(subject.type, subject);
  return subject;
}

export function filePurpose(name: string): FilePurpose {
  const purpose = purposes.get(name);
  if (purpose) return purpose;
  const en = 'This page sends files for an unknown purpose. Reload it and try again.';
  throw invalid('purpose', en, '上传用途无效，请刷新页面后重试。');
}

/** Throws for a type that no platform defined: a fault of ours. */
export function fileSubject(type: string): FileSubject {
  const subject = subjects.get(type);
  if (!subject) throw new Error(`Nothing called ${type} takes files: defineFileSubject is missing`);
  return subject;
}
