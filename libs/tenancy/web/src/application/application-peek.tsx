import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@apollo/client/react';
import { useNavigate } from '@tanstack/react-router';
import type { Answers, FormDefinition } from '@wutong/core-shared';
import {
  Button, Drawer, Facts, FailureWords, graphql, Skeleton, Time, toWords, useFormat, useSay, useName,
} from '@wutong/core-web';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { TenancyApplicationPeekDocument, type TenancyApplicationPeekQuery } from './application-peek.graphql';
import { checkProgress } from './case/check-list';
import { EVENTS } from './case/event-words';
import { DueMark } from './due-mark';
import { StateTag } from './state-tag';

graphql`
  query TenancyApplicationPeek($id: ID!) {
    tenancyApplication(id: $id) {
      id
      number
      state
      answers
      form
      claimedByName
      submittedAt
      dueAt
      organisation {
        id
        nameZh
        nameEn
      }
      timeline {
        id
        event
        actorName
        reason
        at
      }
      dueDiligence {
        id
        mandatory
        status
      }
    }
  }
`;

interface ApplicationPeekProps {
  id: string;
  /** The rows of the list, in order. */
  order: readonly string[];
  onMove: (id: string) => void;
  onClose: () => void;
}

/** A look at one application beside the list: j and k go on, Enter opens, Escape goes back. */
export function ApplicationPeek({ id, order, onMove, onClose }: ApplicationPeekProps) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(TenancyApplicationPeekDocument, { variables: { id } });
  const navigate = useNavigate();
  const at = order.indexOf(id);
  const go = (step: number) => {
    const next = order[at + step];
    if (next) onMove(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'j' || event.key === 'ArrowDown') go(1);
    else if (event.key === 'k' || event.key === 'ArrowUp') go(-1);
    else return;
    event.preventDefault();
  };
  return (
    <Drawer label={t`A look at the application`} isOpen onClose={onClose}>
      <div className="flex min-h-full flex-col" onKeyDown={onKeyDown}>
        <header className="flex items-center gap-1 border-b border-line px-4 py-2">
          <span className="tabular mr-auto text-caption text-muted">{`${at + 1} / ${order.length}`}</span>
          <Button
            variant="quiet"
            iconOnly
            aria-label={t`Previous application`}
            isDisabled={at <= 0}
            onPress={() => go(-1)}
          >
            <ChevronUp aria-hidden />
          </Button>
          <Button
            variant="quiet"
            iconOnly
            aria-label={t`Next application`}
            isDisabled={at + 1 >= order.length}
            onPress={() => go(1)}
          >
            <ChevronDown aria-hidden />
          </Button>
          <Button variant="quiet" iconOnly aria-label={t`Close`} onPress={onClose}>
            <X aria-hidden />
          </Button>
        </header>
        <div className="flex-1 px-4 py-4">
          {error && <FailureWords words={toWords(error)} retry={() => void refetch()} />}
          {!data && !error && (
            <div aria-busy="true" className="flex flex-col gap-3">
              <Skeleton className="h-6 w-3/4" />
              <Skeleton className="h-24" />
              <Skeleton className="h-40" />
            </div>
          )}
          {data && <Summary application={data.tenancyApplication} />}
        </div>
        <footer className="sticky bottom-0 flex justify-end gap-2 border-t border-line bg-raised px-4 py-3">
          <Button
            variant="primary"
            autoFocus
            onPress={() => void navigate({ to: '/tenancy/applications/$id', params: { id } })}
          >
            <Trans>Open</Trans>
          </Button>
        </footer>
      </div>
    </Drawer>
  );
}

/** Answers by which one tells applications apart. */
const TELLING = ['modelWork', 'parameters', 'domains', 'fullTimeStaff', 'desks', 'gpuHoursAYear'];

function Summary({ application }: { application: TenancyApplicationPeekQuery['tenancyApplication'] }) {
  const { t, i18n } = useLingui();
  const say = useSay();
  const format = useFormat();
  const nameOf = useName();
  const answers = application.answers as Answers;
  const fields = (application.form as FormDefinition).sections.flatMap((section) => section.fields);
  const facts = TELLING.flatMap((key) => {
    const field = fields.find((one) => one.key === key);
    const value = answers[key];
    if (!field || value === undefined) return [];
    const options = 'options' in field ? field.options : [];
    const word = (one: unknown) =>
      typeof one === 'number'
        ? format.number(one, 2)
        : say(options.find((option) => option.value === one)?.label) || String(one);
    return [{ label: say(field.label), value: Array.isArray(value) ? format.list(value.map(word)) : word(value) }];
  });
  const { settled, of } = checkProgress(application.dueDiligence);
  const last = application.timeline.at(-1);
  const lastWords = last && EVENTS[last.event];
  const summary = answers.summary;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <p className="tabular text-caption text-muted">{application.number}</p>
        <h2 className="text-lead font-semibold wrap-anywhere">{nameOf(application.organisation)}</h2>
        <p>
          <StateTag state={application.state} />
        </p>
      </div>
      <Facts
        items={[
          { label: t`Screener`, value: application.claimedByName },
          { label: t`Due`, value: application.dueAt ? <DueMark dueAt={application.dueAt} /> : null },
          ...(of > 0 ? [{ label: t`Mandatory checks`, value: t`${settled} of ${of} done` }] : []),
          ...facts,
        ]}
      />
      {typeof summary === 'string' && (
        <p className="line-clamp-10 border-l-2 border-line-strong pl-3 whitespace-pre-wrap wrap-anywhere">{summary}</p>
      )}
      {last && (
        <div className="text-table text-muted">
          <p>
            {lastWords ? i18n._(lastWords.label) : last.event}
            {last.actorName !== 'system' && ` · ${last.actorName}`} · <Time value={last.at} as="relative" />
          </p>
          {last.reason && <p className="whitespace-pre-wrap wrap-anywhere">{last.reason}</p>}
        </div>
      )}
    </div>
  );
}
