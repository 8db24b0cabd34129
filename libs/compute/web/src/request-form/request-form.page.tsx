import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Answers, FieldDefinition, FormDefinition } from '@wutong/core-shared';
import {
  Button, FailureWords, graphql, lazyPart, NumberField, PageHeader, Panel, ReasonDialog, Select, Skeleton, Tag, toast, toWords, useCommand,
  useFormat, useSay, useTab,
} from '@wutong/core-web';
import { useState } from 'react';
import { judgePlan, PlanQuestions } from '../request/plan-questions';
import { PURPOSE_KINDS, useRequestWords, type Purpose } from '../request/request-words';
import { VersionHistory } from './form-history';
import { FORM_TABS, FormTabs } from './form-tabs';
import { ItemButtons } from './item-buttons';
import { changesBetween, toField, toQuestion, type Question } from './question';
import { useKindWords } from './question-words';
import { PublishComputeRequestFormDocument, RequestFormEditorDocument } from './request-form.page.graphql';

graphql`
  query RequestFormEditor { computeRequestForms { version definition questions note publishedByName publishedAt } }
  mutation PublishComputeRequestForm($input: PublishComputeRequestFormInput!) { publishComputeRequestForm(input: $input) { version } }
`;

const QuestionDialog = lazyPart(() => import('./question-dialog').then((all) => all.QuestionDialog));

const RubricEditor = lazyPart(() => import('../review/rubric-editor').then((all) => all.RubricEditor), <Skeleton className="h-96 rounded-card" />);

/** What a request for GPU-hours asks beside its size, and by what it is scored: each edited as a new version. */
export function Page() {
  const [tab, setTab] = useTab(FORM_TABS);
  return tab === 'criteria' ? <RubricEditor onTab={setTab} /> : <QuestionEditor onTab={setTab} />;
}

/** The questions, tried out as they are changed, and every version of them. */
function QuestionEditor({ onTab }: { onTab: (tab: string) => void }) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(RequestFormEditorDocument, { fetchPolicy: 'cache-and-network' });
  if (error && !data) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  const [current] = data?.computeRequestForms ?? [];
  if (!data || !current) return <Skeleton className="h-96 rounded-card" />;
  const versions = data.computeRequestForms.map((one) => ({ ...one, items: one.questions as FieldDefinition[] }));
  return (
    <>
      <Editor
        key={current.version} version={current.version} published={current.questions as FieldDefinition[]}
        definition={current.definition as FormDefinition} title={t`Request form`} onTab={onTab}
      />
      <div className="pt-4"><VersionHistory versions={versions} nameOf={({ label }) => label} /></div>
    </>
  );
}

interface EditorProps {
  title: string;
  version: number;
  published: readonly FieldDefinition[];
  definition: FormDefinition;
  onTab: (tab: string) => void;
}

function Editor({ title, version, published, definition, onTab }: EditorProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [questions, setQuestions] = useState(published);
  const [edited, setEdited] = useState<FieldDefinition | 'new' | null>(null);
  const [isPublishing, setPublishing] = useState(false);
  const publish = useCommand(PublishComputeRequestFormDocument, { refetch: ['RequestFormEditor', 'RequestForm'] });
  const { added, removed, changed, isMoved } = changesBetween(published, questions);
  const count = added.length + removed.length + changed.length + (isMoved ? 1 : 0);
  const taken = new Set([...published, ...questions].map(({ key }) => key));
  const keep = (question: Question) => {
    const before = edited === 'new' ? undefined : (edited ?? undefined);
    const field = toField(question, before, taken);
    setQuestions(before ? questions.map((one) => (one.key === before.key ? field : one)) : [...questions, field]);
  };
  return (
    <>
      <PageHeader
        title={title} crumbs={[{ label: t({ message: 'Compute requests', context: 'navigation' }), href: '/compute/requests' }]}
        lead={t`Beside GPUs, window and purpose, which every request states. A request keeps the version with which it began.`}
        status={<Tag tone={count > 0 ? 'warn' : 'neutral'}>{count > 0 ? t`Not published: ${format.number(count)}` : t`Version ${version}`}</Tag>}
        actions={
          <>
            {count > 0 && <Button onPress={() => setQuestions(published)}><Trans>Discard changes</Trans></Button>}
            <Button variant="primary" isDisabled={count === 0} onPress={() => setPublishing(true)}><Trans>Publish version {version + 1}</Trans></Button>
          </>
        }
      />
      <FormTabs selected="questions" onSelect={onTab}>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Panel title={t`Questions`} isFlush actions={<Button size="sm" onPress={() => setEdited('new')}><Trans>New question</Trans></Button>}>
            <QuestionList questions={questions} onChange={setQuestions} onEdit={setEdited} />
          </Panel>
          <Preview definition={withQuestions(definition, questions)} />
        </div>
      </FormTabs>
      {edited !== null && (
        <QuestionDialog {...questionOf(edited)} onSave={keep} onClose={() => setEdited(null)} />
      )}
      <ReasonDialog
        title={t`Publish version ${version + 1}`} isOpen={isPublishing} onClose={() => setPublishing(false)} confirmLabel={t`Publish`}
        readers={t`Kept in the history of the form.`}
        onConfirm={async (note) => {
          await publish.send({ input: { basedOn: version, questions: [...questions], note } });
          toast.done(t`Requests begun from now on ask it`);
        }}
      >
        <p><Trans>Requests that have begun keep version {version}, drafts too.</Trans></p>
      </ReasonDialog>
    </>
  );
}

function questionOf(edited: FieldDefinition | 'new'): { question?: Question } {
  const question = edited === 'new' ? null : toQuestion(edited);
  return question ? { question } : {};
}

function withQuestions(definition: FormDefinition, questions: readonly FieldDefinition[]): FormDefinition {
  return { ...definition, sections: definition.sections.map((section) => (section.key === 'plan' ? { ...section, fields: questions } : section)) };
}

interface QuestionListProps {
  questions: readonly FieldDefinition[];
  onChange: (questions: readonly FieldDefinition[]) => void;
  onEdit: (question: FieldDefinition) => void;
}

function QuestionList({ questions, onChange, onEdit }: QuestionListProps) {
  const say = useSay();
  if (questions.length === 0) return <p className="px-4 py-3 text-muted"><Trans>Nothing is asked beside the size. A first question could be how the hours were estimated.</Trans></p>;
  return (
    <ol className="divide-y divide-line">
      {questions.map((question, place) => {
        const label = say(question.label);
        return (
          <li key={question.key} className="flex items-start gap-2 py-2 pr-2 pl-4">
            <div className="min-w-0 flex-1 py-1">
              <p className="font-medium wrap-anywhere">{label}</p>
              <QuestionFacts question={question} />
            </div>
            <ItemButtons
              label={label} items={questions} place={place} onChange={onChange} onEdit={toQuestion(question) ? () => onEdit(question) : undefined}
            />
          </li>
        );
      })}
    </ol>
  );
}

/** Kind, purposes and need of a question in one quiet line. */
function QuestionFacts({ question }: { question: FieldDefinition }) {
  const { t } = useLingui();
  const format = useFormat();
  const kindWords = useKindWords();
  const words = useRequestWords();
  const known = toQuestion(question);
  const facts = [kindWords(question.type)];
  if (!known) facts.push(t`depends on other answers; made through the interface`);
  else {
    if (known.purposes.length > 0) facts.push(format.list(known.purposes.map(words.purpose)));
    if (known.need === 'always') facts.push(t`always needed`);
    if (known.need === 'from') facts.push(t`needed from ${format.number(known.fromHours ?? 0)} GPU-hours`);
  }
  return <p className="text-caption text-muted">{facts.join(' · ')}</p>;
}

/** The questions as whoever asks for hours meets them, to be tried out. */
function Preview({ definition }: { definition: FormDefinition }) {
  const { t } = useLingui();
  const words = useRequestWords();
  const [purposeKind, setPurposeKind] = useState<Purpose>('pretrain');
  const [hours, setHours] = useState<number | null>(5_000);
  const [answers, setAnswers] = useState<Answers>({});
  const evaluation = judgePlan(definition, answers, { purposeKind, amountMh: BigInt(Math.round((hours ?? 0) * 1000)) });
  return (
    <Panel title={t`As applicants see it`}>
      <div className="flex flex-col gap-5">
        <div className="grid gap-4 border-b border-line pb-4 sm:grid-cols-2">
          <Select
            label={t`Purpose`} value={purposeKind} onChange={setPurposeKind}
            options={PURPOSE_KINDS.map((kind) => ({ value: kind, label: words.purpose(kind) }))}
          />
          <NumberField label={t`GPU-hours`} value={hours} onChange={setHours} minValue={1} formatOptions={{ maximumFractionDigits: 0 }} />
        </div>
        <PlanQuestions definition={definition} evaluation={evaluation} answers={answers} onChange={setAnswers} problems={{}} />
      </div>
    </Panel>
  );
}
