import { Trans, useLingui } from '@lingui/react/macro';
import type { Answers, FormDefinition } from '@wutong/core-shared';
import { EmptyState, Panel, Tag, useFiles, useFormat, useSay } from '@wutong/core-web';
import { Download, FileText, FolderOpen } from 'lucide-react';
import { useMemo } from 'react';
import type { ApplicationCase } from './application-case.query';

interface Document {
  id: string;
  field: string;
  /** Whether a later hand-in no longer names it. */
  isReplaced: boolean;
}

/** Every document of an application: those that count now, and those of earlier hand-ins. */
export function documentsOf(application: ApplicationCase, answers: Answers): Document[] {
  const fields = (application.form as FormDefinition).sections
    .flatMap((section) => section.fields)
    .filter(({ type }) => type === 'files');
  const idsIn = (from: Answers, key: string) => (Array.isArray(from[key]) ? (from[key] as string[]) : []);
  const all = [answers, ...application.revisions.map((revision) => revision.answers as Answers).reverse()];
  const found = new Map<string, Document>();
  all.forEach((from, index) => {
    for (const { key } of fields) {
      for (const id of idsIn(from, key)) if (!found.has(id)) found.set(id, { id, field: key, isReplaced: index > 0 });
    }
  });
  return [...found.values()];
}

/** The documents to open and to download. */
export function DocumentsTab({ application, answers }: { application: ApplicationCase; answers: Answers }) {
  const { t } = useLingui();
  const say = useSay();
  const format = useFormat();
  const documents = useMemo(() => documentsOf(application, answers), [application, answers]);
  const stored = useFiles(useMemo(() => documents.map(({ id }) => id), [documents]));
  const files = new Map(stored.map((file) => [file.id, file]));
  const { sections } = application.form as FormDefinition;
  const fields = new Map(sections.flatMap((section) => section.fields).map((field) => [field.key, field]));
  if (documents.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<FolderOpen />} title={<Trans>No documents yet</Trans>}>
          <Trans>What the company attaches to its form is found here.</Trans>
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel isFlush>
      <ul>
        {documents.map((document) => {
          const file = files.get(document.id);
          return (
            <li key={document.id} className="flex items-center gap-3 border-b border-line px-4 py-2.5 last:border-b-0">
              <FileText aria-hidden className="size-5 shrink-0 text-muted" />
              <div className="min-w-0 flex-1">
                <p className="flex min-w-0 items-center gap-2">
                  {file ? (
                    <a
                      href={file.url}
                      target="_blank"
                      rel="noreferrer"
                      className="truncate rounded-sm font-medium text-primary underline-offset-2 hover:underline"
                    >
                      {file.name}
                    </a>
                  ) : (
                    <span className="text-muted">
                      <Trans>This document cannot be opened</Trans>
                    </span>
                  )}
                  {document.isReplaced && (
                    <Tag>
                      <Trans>Replaced</Trans>
                    </Tag>
                  )}
                </p>
                <p className="text-caption text-muted">
                  {say(fields.get(document.field)?.label)}
                  {file && <> · {format.bytes(file.size)}</>}
                </p>
              </div>
              {file?.url && (
                <a
                  href={`${file.url}?download`}
                  download
                  aria-label={t`Download ${file.name}`}
                  className="inline-flex size-8 shrink-0 items-center justify-center rounded-control text-muted hover:bg-fg/6 hover:text-fg"
                >
                  <Download aria-hidden className="size-4" />
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
