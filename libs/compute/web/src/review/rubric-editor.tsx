import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, FailureWords, graphql, lazyPart, PageHeader, Panel, ReasonDialog, Skeleton, Tag, toast, toWords, useCommand, useFormat, useSay,
} from '@wutong/core-web';
import { useState } from 'react';
import { VersionHistory } from '../request-form/form-history';
import { FormTabs } from '../request-form/form-tabs';
import { ItemButtons } from '../request-form/item-buttons';
import { changesBetween } from '../request-form/question';
import { inPercent, sumOf, type Criterion } from './rubric';
import { PublishComputeReviewRubricDocument, ReviewRubricEditorDocument } from './rubric-editor.graphql';

graphql`
  query ReviewRubricEditor { computeReviewRubrics { version criteria note publishedByName publishedAt } }
  mutation PublishComputeReviewRubric($input: PublishComputeReviewRubricInput!) { publishComputeReviewRubric(input: $input) { version } }
`;

const CriterionDialog = lazyPart(() => import('./criterion-dialog').then((all) => all.CriterionDialog));

interface RubricEditorProps {
  onTab: (tab: string) => void;
}

/** By which criteria the centre scores requests, what each counts, and every version of them. */
export function RubricEditor({ onTab }: RubricEditorProps) {
  const { data, error, refetch } = useQuery(ReviewRubricEditorDocument, { fetchPolicy: 'cache-and-network' });
  if (error && !data) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  const versions = (data?.computeReviewRubrics ?? []).map((one) => ({ ...one, items: inPercent(one.criteria as Criterion[]) }));
  const [current] = versions;
  if (!current) return <Skeleton className="h-96 rounded-card" />;
  return (
    <>
      <Editor key={current.version} version={current.version} published={current.items} onTab={onTab} />
      <div className="pt-4"><VersionHistory versions={versions} nameOf={({ name }) => name} /></div>
    </>
  );
}

interface EditorProps extends RubricEditorProps {
  version: number;
  published: readonly Criterion[];
}

function Editor({ version, published, onTab }: EditorProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [criteria, setCriteria] = useState(published);
  const [edited, setEdited] = useState<Criterion | 'new' | null>(null);
  const [isPublishing, setPublishing] = useState(false);
  const publish = useCommand(PublishComputeReviewRubricDocument, { refetch: ['ReviewRubricEditor'] });
  const { added, removed, changed, isMoved } = changesBetween(published, criteria);
  const count = added.length + removed.length + changed.length + (isMoved ? 1 : 0);
  const sum = sumOf(criteria);
  const isWhole = sum === 100;
  const keep = (criterion: Criterion) =>
    setCriteria(edited === 'new' ? [...criteria, criterion] : criteria.map((one) => (one.key === criterion.key ? criterion : one)));
  return (
    <>
      <PageHeader
        title={t`Request form`} crumbs={[{ label: t({ message: 'Compute requests', context: 'navigation' }), href: '/compute/requests' }]}
        lead={t`By what people of the centre score a request. A review keeps the version with which it was given.`}
        status={<Tag tone={count > 0 ? 'warn' : 'neutral'}>{count > 0 ? t`Not published: ${format.number(count)}` : t`Version ${version}`}</Tag>}
        actions={
          <>
            {count > 0 && <Button onPress={() => setCriteria(published)}><Trans>Discard changes</Trans></Button>}
            <Button variant="primary" isDisabled={count === 0 || !isWhole} onPress={() => setPublishing(true)}><Trans>Publish version {version + 1}</Trans></Button>
          </>
        }
      />
      <FormTabs selected="criteria" onSelect={onTab}>
        <Panel
          title={t`Criteria`} isFlush
          actions={<Button size="sm" isDisabled={criteria.length >= 8} onPress={() => setEdited('new')}><Trans>New criterion</Trans></Button>}
        >
          <CriterionList criteria={criteria} onChange={setCriteria} onEdit={setEdited} />
          <p className={`border-t border-line px-4 py-2.5 ${isWhole ? 'text-muted' : 'text-bad'}`} role={isWhole ? undefined : 'alert'}>
            {isWhole
              ? <Trans>Weights in all: 100%. The score of a review is the weighted mean of its criteria.</Trans>
              : <Trans>Weights in all: {format.percent(sum / 100)}. They must be 100% before this can be published.</Trans>}
          </p>
        </Panel>
      </FormTabs>
      {edited !== null && (
        <CriterionDialog
          {...(edited !== 'new' && { criterion: edited })} left={100 - sum} taken={new Set([...published, ...criteria].map(({ key }) => key))}
          onSave={keep} onClose={() => setEdited(null)}
        />
      )}
      <ReasonDialog
        title={t`Publish version ${version + 1}`} isOpen={isPublishing} onClose={() => setPublishing(false)} confirmLabel={t`Publish`}
        readers={t`Kept in the history of the criteria.`}
        onConfirm={async (note) => {
          await publish.send({ input: { basedOn: version, criteria: [...criteria], note } });
          toast.done(t`Reviews given from now on go by it`);
        }}
      >
        <p><Trans>Reviews that have been given keep their version and count as they are, also when they are changed.</Trans></p>
      </ReasonDialog>
    </>
  );
}

interface CriterionListProps {
  criteria: readonly Criterion[];
  onChange: (criteria: readonly Criterion[]) => void;
  onEdit: (criterion: Criterion) => void;
}

function CriterionList({ criteria, onChange, onEdit }: CriterionListProps) {
  const say = useSay();
  const format = useFormat();
  return (
    <ol className="divide-y divide-line">
      {criteria.map((criterion, place) => {
        const label = say(criterion.name);
        return (
          <li key={criterion.key} className="flex items-start gap-3 py-2.5 pr-2 pl-4 max-sm:flex-col">
            <div className="min-w-0 flex-1 py-1">
              <p className="flex flex-wrap items-baseline gap-x-2.5">
                <span className="font-medium wrap-anywhere">{label}</span>
                <span className="tabular font-semibold">{format.percent(criterion.weight / 100)}</span>
              </p>
              <p className="max-w-3xl text-muted">{say(criterion.guidance)}</p>
              <dl className="grid max-w-5xl gap-x-6 gap-y-1 pt-2 text-caption lg:grid-cols-3">
                {(['1', '3', '5'] as const).map((level) => (
                  <div key={level} className="flex gap-2">
                    <dt className="tabular font-semibold">{level}</dt>
                    <dd className="text-muted wrap-anywhere">{say(criterion.levels[level])}</dd>
                  </div>
                ))}
              </dl>
            </div>
            <ItemButtons label={label} items={criteria} place={place} least={1} onChange={onChange} onEdit={() => onEdit(criterion)} />
          </li>
        );
      })}
    </ol>
  );
}
