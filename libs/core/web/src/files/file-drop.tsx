import { Trans, useLingui } from '@lingui/react/macro';
import { FileText, RotateCw, Trash2, Upload, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import { cx } from '../ui/cx';
import { Progress } from '../ui/display';
import type { FieldProps } from '../ui/field';
import { uploadFile, type UploadedFile } from './upload';

export interface FileDropProps extends FieldProps {
  purpose: string;
  value: readonly UploadedFile[];
  /** Called with the function that makes the new list, since several files may arrive at once. */
  onChange: (change: (files: readonly UploadedFile[]) => readonly UploadedFile[]) => void;
  /** Media types (`application/pdf`, `image/*`) or endings (`.docx`). */
  accept?: readonly string[] | undefined;
  maxSizeBytes?: number | undefined;
  maxFiles?: number | undefined;
}

interface Sending {
  key: string;
  file: File;
  sent: number;
  failure?: string;
  stop: AbortController;
}

/** Files dropped or chosen, sent at once with their progress; a failed one can be sent again from where it stopped. */
export function FileDrop(props: FileDropProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { label, help, error, value, onChange, accept, maxSizeBytes, maxFiles, purpose, isRequired, isDisabled } = props;
  const id = useId();
  const counter = useRef(0);
  const picker = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const latest = useRef(sending);
  latest.current = sending;
  useEffect(() => () => latest.current.forEach((one) => one.stop.abort()), []);

  const patch = (key: string, change: Partial<Sending>) =>
    setSending((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)));
  const drop = (key: string) => setSending((all) => all.filter((one) => one.key !== key));
  const send = (one: Sending) => {
    uploadFile(one.file, { purpose, signal: one.stop.signal, onProgress: (sent) => patch(one.key, { sent }) })
      .then((uploaded) => {
        drop(one.key);
        onChange((files) => [...files, uploaded]);
      })
      .catch((failure: Error) => one.stop.signal.aborted || patch(one.key, { failure: failure.message }));
  };
  const add = (files: readonly File[]) => {
    const room = maxFiles === undefined ? files.length : Math.max(0, maxFiles - value.length - sending.length);
    const next = files.slice(0, room).map((file): Sending => {
      const one = { key: String(counter.current++), file, sent: 0, stop: new AbortController() };
      const refusal = refuse(file);
      return refusal ? { ...one, failure: refusal } : one;
    });
    setSending((all) => [...all, ...next]);
    next.filter((one) => !one.failure).forEach(send);
  };
  const refuse = (file: File) => {
    if (maxSizeBytes !== undefined && file.size > maxSizeBytes) {
      return t`This file is larger than ${format.bytes(maxSizeBytes)}.`;
    }
    return accept && !isAccepted(file, accept) ? t`Files of this type are not taken here.` : undefined;
  };
  const isFull = maxFiles !== undefined && value.length + sending.length >= maxFiles;

  return (
    <div role="group" aria-labelledby={id} className={cx('flex min-w-0 flex-col gap-1', props.className)}>
      <span id={id} className="font-medium">
        {label}
        {isRequired && (
          <span aria-hidden className="pl-1 text-bad">
            *
          </span>
        )}
      </span>
      {!isFull && !isDisabled && !props.isReadOnly && (
        <DropZone
          onDrop={(event) =>
            void Promise.all(event.items.flatMap((item) => (item.kind === 'file' ? [item.getFile()] : []))).then(add)
          }
          className={cx(
            'flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-card border border-dashed px-3.5 py-2.5',
            'data-drop-target:border-primary data-drop-target:bg-primary-soft',
            error ? 'border-bad' : 'border-line-strong',
          )}
        >
          <span className="flex min-w-0 items-center gap-2 text-muted">
            <Upload aria-hidden className="size-4 shrink-0" />
            <span>
              <Trans>Drop files here</Trans>
              <span className="block text-caption">
                {[
                  accept?.map(kindOfFile).join(' / '),
                  maxSizeBytes !== undefined && t`up to ${format.bytes(maxSizeBytes)}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
          </span>
          <input
            ref={picker}
            type="file"
            hidden
            multiple={maxFiles !== 1}
            accept={accept?.join()}
            onChange={(event) => {
              add([...(event.target.files ?? [])]);
              // The same file may be chosen again.
              event.target.value = '';
            }}
          />
          <Button size="sm" onPress={() => picker.current?.click()}>
            <Trans>Choose files</Trans>
          </Button>
        </DropZone>
      )}
      {help && <p className="text-caption text-muted">{help}</p>}
      {error && <p className="text-caption text-bad">{error}</p>}
      <ul className="flex flex-col gap-1">
        {value.map((file) => {
          const name = file.name;
          return (
            <li key={file.id} className="flex items-center gap-2 rounded-control bg-sunken px-2.5 py-1">
              <FileText aria-hidden className="size-4 shrink-0 text-muted" />
              {file.url ? (
                <a href={file.url} target="_blank" rel="noreferrer" className="min-w-0 flex-1 truncate hover:underline">
                  {name}
                </a>
              ) : (
                <span className="min-w-0 flex-1 truncate">{name}</span>
              )}
              <span className="tabular shrink-0 text-caption text-muted">{format.bytes(file.size)}</span>
              {!isDisabled && !props.isReadOnly && (
                <Button
                  size="sm"
                  variant="quiet"
                  iconOnly
                  aria-label={t`Remove ${name}`}
                  onPress={() => onChange((files) => files.filter((one) => one.id !== file.id))}
                >
                  <Trash2 aria-hidden />
                </Button>
              )}
            </li>
          );
        })}
        {sending.map((one) => {
          const name = one.file.name;
          return (
            <li key={one.key} className="flex items-center gap-2 rounded-control bg-sunken px-2.5 py-1.5">
              <div className="min-w-0 flex-1">
                {one.failure ? (
                  <>
                    <p className="truncate">{name}</p>
                    <p role="alert" className="text-caption text-bad">
                      {one.failure}
                    </p>
                  </>
                ) : (
                  <Progress
                    label={name}
                    value={(100 * one.sent) / Math.max(1, one.file.size)}
                    text={`${format.bytes(one.sent)} / ${format.bytes(one.file.size)}`}
                  />
                )}
              </div>
              {one.failure && !refuse(one.file) && (
                <Button
                  size="sm"
                  variant="quiet"
                  iconOnly
                  aria-label={t`Send ${name} again`}
                  onPress={() => {
                    setSending((all) => all.map((each) => (each.key === one.key ? withoutFailure(each) : each)));
                    send(one);
                  }}
                >
                  <RotateCw aria-hidden />
                </Button>
              )}
              <Button
                size="sm"
                variant="quiet"
                iconOnly
                aria-label={t`Do not send ${name}`}
                onPress={() => {
                  one.stop.abort();
                  drop(one.key);
                }}
              >
                <X aria-hidden />
              </Button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function withoutFailure({ failure: _failure, ...rest }: Sending): Sending {
  return rest;
}

function isAccepted(file: File, accept: readonly string[]): boolean {
  return accept.some((kind) => {
    if (kind.startsWith('.')) return file.name.toLowerCase().endsWith(kind.toLowerCase());
    if (kind.endsWith('/*')) return file.type.startsWith(kind.slice(0, -1));
    return file.type === kind;
  });
}

/** `application/pdf` → PDF, `.docx` → DOCX. */
function kindOfFile(kind: string): string {
  return kind.replace(/^\./, '').replace(/^.*\//, '').replace('*', kind.split('/')[0] ?? '').toUpperCase();
}
