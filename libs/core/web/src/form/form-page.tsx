import { Trans, useLingui } from '@lingui/react/macro';
import { evaluateForm, formErrorText, isShapeError, type Answers, type FormDefinition } from '@wutong/core-shared';
import { useDeferredValue, useMemo, useRef, useState, type ReactNode } from 'react';
import { useFiles } from '../files/use-files';
import type { UploadedFile } from '../files/upload';
import { toWords } from '../graphql/errors';
import { PageHeader, type PageHeaderProps } from '../list/page-header';
import { Button } from '../ui/button';
import { Notice } from '../ui/display';
import { Dialog } from '../ui/overlay';
import { AnswersView } from './answers-view';
import { ErrorSummary } from './error-summary';
import { fileIds } from './file-ids';
import { SaveStatus } from './save-status';
import { SectionFields } from './section-fields';
import { SectionNav } from './section-nav';
import { useSay } from './say';
import { settle } from './table-input';
import { useAutosave } from './use-autosave';
import { useStillWhilePressed } from './use-still-while-pressed';

export interface FormPageProps extends Pick<PageHeaderProps, 'title' | 'documentTitle' | 'crumbs' | 'lead' | 'status'> {
  definition: FormDefinition;
  /** The answers as they were loaded; what is typed afterwards stays here until it is saved. */
  answers: Answers;
  /** Keeps the draft; called a moment after the last key. Throws when it fails. */
  save: (answers: Answers) => Promise<void>;
  /** Called with the answers that count, after everything is complete and saved. */
  submit?: (answers: Answers) => Promise<void>;
  submitLabel?: string;
  /** What stands against submitting beyond the form itself, such as rules of eligibility; `null` when nothing does. */
  objections?: (answers: Answers) => ReactNode;
  /** Purpose under which files of this form are sent. */
  filePurpose: string;
  /** Sections that may be changed, when not all may: those on which more was asked. */
  openSections?: ReadonlySet<string>;
  /** What is asked of a section, shown above its fields. */
  sectionNotes?: Readonly<Record<string, ReactNode>>;
  isReadOnly?: boolean;
  /** Buttons beside "Submit": withdraw. */
  actions?: ReactNode;
  children?: ReactNode;
}

/**
 * A form with sections: progress by section, the draft kept as it is written, fields that appear by the answers before
 * them, files, a summary of what is missing that takes one to the place, and a preview as the reader will see it.
 */
export function FormPage(props: FormPageProps) {
  const { t, i18n } = useLingui();
  const say = useSay();
  const locale = i18n.locale === 'en' ? 'en' : 'zh-CN';
  const { definition, save, submit, isReadOnly = false, openSections } = props;
  const [answers, setAnswers] = useState<Answers>(props.answers);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  /** How often it was tried to submit. */
  const [asked, setAsked] = useState(0);
  const isAsked = asked > 0;
  const [isPreview, setPreview] = useState(false);
  const [isSubmitting, setSubmitting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [uploaded, setUploaded] = useState<readonly UploadedFile[]>([]);
  const summary = useRef<HTMLDivElement>(null);

  const stored = useFiles(useMemo(() => fileIds(definition, props.answers), [definition, props.answers]));
  const files = useMemo(() => new Map([...stored, ...uploaded].map((file) => [file.id, file])), [stored, uploaded]);
  const evaluation = useMemo(() => evaluateForm(definition, answers), [definition, answers]);
  const { state, flush } = useAutosave(answers, save, !isReadOnly);

  // What is typed into a field shows at once; the judgement of the whole form may come a frame later.
  const shown = useStillWhilePressed(useDeferredValue(evaluation));
  const left = useStillWhilePressed(touched);
  const errors = useMemo(() => new Map(shown.errors.map((error) => [error.path, error])), [shown]);
  const errorOf = (path: string) => {
    const error = errors.get(path);
    const isTold = isAsked || (left.has(path) && error?.code !== 'required') || (error && isShapeError(error));
    return error && isTold ? formErrorText(error, locale) : undefined;
  };
  const touch = (path: string) => setTouched((all) => (all.has(path) ? all : new Set([...all, path])));
  const set = (key: string, value: unknown) => setAnswers((all) => ({ ...all, [key]: settle(value, all[key]) }));
  const isOpen = (section: string) => !isReadOnly && (openSections?.has(section) ?? true);

  const objections = isAsked ? (props.objections?.(evaluation.answers) ?? null) : null;
  const trySubmit = async () => {
    if (!submit) return;
    setAsked((times) => times + 1);
    setFailure(null);
    if (evaluation.errors.length > 0 || props.objections?.(evaluation.answers)) {
      requestAnimationFrame(() => summary.current?.focus());
      return;
    }
    setSubmitting(true);
    try {
      await flush();
      await submit(evaluation.answers);
    } catch (error) {
      setFailure(toWords(error).message);
      requestAnimationFrame(() => summary.current?.focus());
    } finally {
      setSubmitting(false);
    }
  };

  const saveStatus = !isReadOnly && <SaveStatus state={state} retry={() => void flush().catch(() => undefined)} />;
  return (
    <>
      <PageHeader
        title={props.title}
        {...(props.documentTitle ? { documentTitle: props.documentTitle } : {})}
        {...(props.crumbs ? { crumbs: props.crumbs } : {})}
        status={props.status}
        lead={props.lead}
        actions={
          <>
            <span className="lg:hidden">{saveStatus}</span>
            <Button onPress={() => setPreview(true)}>
              <Trans>Preview</Trans>
            </Button>
          </>
        }
      />
      {props.children && <div className="pb-4">{props.children}</div>}
      <div className="grid items-start gap-6 lg:grid-cols-[13rem_minmax(0,44rem)]">
        <div className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-16">
          <SectionNav definition={definition} evaluation={shown} isAsked={isAsked} />
          <span className="px-2 max-lg:hidden">{saveStatus}</span>
        </div>
        <form
          noValidate
          className="flex min-w-0 flex-col gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            void trySubmit();
          }}
        >
          <div ref={summary} tabIndex={-1} className="flex flex-col gap-3 outline-none empty:hidden">
            {failure && <Notice tone="bad">{failure}</Notice>}
            {objections}
            {isAsked && <ErrorSummary key={asked} definition={definition} errors={shown.errors} />}
          </div>
          {definition.sections
            .filter((section) => shown.visibleSections.has(section.key))
            .map((section) => (
              <section
                key={section.key}
                id={`section-${section.key}`}
                aria-labelledby={`section-${section.key}-title`}
                className="scroll-mt-16 rounded-card border border-line bg-surface px-4 py-4 sm:px-5"
              >
                <h2 id={`section-${section.key}-title`} className="text-lead font-semibold">
                  {say(section.title)}
                </h2>
                {section.help && <p className="text-muted">{say(section.help)}</p>}
                {props.sectionNotes?.[section.key] && (
                  <div className="pt-2">
                    <Notice tone="warn" title={t`What is asked here`}>
                      {props.sectionNotes[section.key]}
                    </Notice>
                  </div>
                )}
                <div className="flex flex-col gap-4 pt-4">
                  <SectionFields
                    section={section} evaluation={shown} answers={answers} set={set} errorOf={errorOf} touch={touch}
                    isReadOnly={!isOpen(section.key)} filePurpose={props.filePurpose} files={files}
                    onUploaded={(file) => setUploaded((all) => [...all, file])}
                  />
                </div>
              </section>
            ))}
          <div className="flex flex-wrap items-center justify-end gap-2 pb-10">
            {props.actions}
            {submit && !isReadOnly && (
              <Button type="submit" variant="primary" isPending={isSubmitting}>
                {props.submitLabel ?? t`Submit`}
              </Button>
            )}
          </div>
        </form>
      </div>
      <Dialog title={t`As the reader will see it`} size="lg" isOpen={isPreview} onClose={() => setPreview(false)}>
        <AnswersView definition={definition} answers={evaluation.answers} />
      </Dialog>
    </>
  );
}
