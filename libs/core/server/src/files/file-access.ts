import { type Ctx, isStaff } from '../context/ctx';
import type { Tx } from '../database/tx';
import type { StoredFile } from './file.entity';
import { type FileSubject, fileSubject } from './file-rules';

/**
 * Which of these files the viewer may open. One that is attached to nothing is for whoever sent it; the others as their
 * subject says. `tx` must see what the viewer sees; the files themselves may have been read by the system.
 */
export async function openFiles(ctx: Ctx, tx: Tx, files: readonly StoredFile[]): Promise<ReadonlySet<string>> {
  if (ctx.actor.kind === 'system') return new Set(files.map(({ id }) => id));
  if (ctx.actor.kind === 'anonymous') return new Set();
  const open = new Set<string>();
  const bySubject = new Map<string, StoredFile[]>();
  for (const file of files) {
    if (ctx.actor.conflicts.includes(file.organisationId)) continue;
    if (file.subjectType === null) {
      if (isSenders(ctx, file)) open.add(file.id);
    } else bySubject.set(file.subjectType, [...(bySubject.get(file.subjectType) ?? []), file]);
  }
  for (const [type, attached] of bySubject) {
    const subject = fileSubject(type);
    const allowed = await (subject.canOpen?.(ctx, tx, attached) ?? openByDefault(ctx, subject, attached));
    for (const { id } of attached) if (allowed.has(id)) open.add(id);
  }
  return open;
}

/** The person who sent it, acting for the organisation that they sent it for. */
export function isSenders(ctx: Ctx, file: Pick<StoredFile, 'uploadedBy' | 'organisationId'>): boolean {
  return file.uploadedBy === ctx.actor.userId && file.organisationId === ctx.actor.organisationId;
}

function openByDefault(ctx: Ctx, subject: FileSubject, files: readonly StoredFile[]): ReadonlySet<string> {
  const everyone = isStaff(ctx) && ctx.actor.permissions.has(subject.permission);
  return new Set(
    files.filter((file) => everyone || file.organisationId === ctx.actor.organisationId).map(({ id }) => id),
  );
}
