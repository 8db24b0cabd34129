import { useApolloClient } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import type { Answers, FormDefinition } from '@wutong/core-shared';
import { ButtonLink, FormPage, graphql, Notice, Tag, Time, toast, useName } from '@wutong/core-web';
import { useMemo, useRef, useState } from 'react';
import type { EditedApplication } from './application-edit.page';
import {
  ResubmitTenancyApplicationDocument, SaveTenancyApplicationDocument, SubmitTenancyApplicationDocument,
  type SubmitTenancyApplicationMutation,
} from './application-form.graphql';
import { changesOf } from './draft-changes';
import { DueMark } from './due-mark';
import { BrokenRules, EligibilityList } from './eligibility';
import { brokenRules } from './eligibility-rules';
import { ServerProblems } from './server-problems';
import { StateTag } from './state-tag';

graphql`
  mutation SaveTenancyApplication($input: SaveTenancyApplicationInput!) {
    saveTenancyApplication(input: $input) {
      id
      savedAt
      dueAt
    }
  }

  mutation SubmitTenancyApplication($input: TenancyApplicationMoveInput!) {
    result: submitTenancyApplication(input: $input) {
      ... on TenancyApplication {
        id
        state
        version
      }
      ... on FormProblems {
        problems {
          section
          path
          label
          message
        }
        rules {
          id
          text
        }
      }
    }
  }

  mutation ResubmitTenancyApplication($input: TenancyApplicationMoveInput!) {
    result: resubmitTenancyApplication(input: $input) {
      ... on TenancyApplication {
        id
        state
        version
      }
      ... on FormProblems {
        problems {
          section
          path
          label
          message
        }
        rules {
          id
          text
        }
      }
    }
  }
`;

export type Problems = Extract<SubmitTenancyApplicationMutation['result'], { __typename: 'FormProblems' }>;

/** The form of one application: kept field by field as it is written, handed in when nothing stands against it. */
export function ApplicationForm({ tenancyApplication, intakeRounds, eligibilityRules }: EditedApplication) {
  const { t } = useLingui();
  const client = useApolloClient();
  const navigate = useNavigate();
  const nameOf = useName();
  // As it was opened: what is typed here is the newer, and the form stays as it is while it is handed in.
  const [application] = useState(tenancyApplication);
  const isDraft = application.state === 'draft';
  const definition = useMemo(
    () =>
      isDraft
        ? (application.form as FormDefinition)
        : askedFirst(application, t`Not asked about: for reading only.`),
    [isDraft, application, t],
  );
  const [answers] = useState(application.answers as Answers);
  const [written, setWritten] = useState(answers);
  const [problems, setProblems] = useState<Problems | null>(null);
  const kept = useRef(answers);
  const { id, number, state } = application;
  const round = intakeRounds.find((one) => one.id === application.roundId);
  const mayWrite = application.actions.some(({ event }) => event === 'submit' || event === 'resubmit');
  const question = application.timeline.findLast(({ event }) => event === 'requestInfo');

  const save = async (now: Answers) => {
    setWritten(now);
    const changes = changesOf(definition, kept.current, now);
    if (Object.keys(changes).length === 0) return;
    await client.mutate({ mutation: SaveTenancyApplicationDocument, variables: { input: { id, changes } } });
    kept.current = { ...kept.current, ...changes };
  };
  const submit = async () => {
    setProblems(null);
    const { data } = await client.mutate({
      mutation: isDraft ? SubmitTenancyApplicationDocument : ResubmitTenancyApplicationDocument,
      variables: { input: { id, version: application.version } },
    });
    if (!data) return;
    if (data.result.__typename === 'FormProblems') {
      setProblems(data.result);
      return;
    }
    toast.done(isDraft ? t`Application ${number} is handed in` : t`Your answer to ${number} is on its way`);
    await navigate({ to: '/tenancy/applications/$id', params: { id } });
  };
  const broken = brokenRules(eligibilityRules, written);

  return (
    <FormPage
      title={t`Application for tenancy`}
      documentTitle={t`Application ${number}`}
      crumbs={[{ label: t`Apply for tenancy`, href: '/tenancy/apply' }, { label: number }]}
      status={<StateTag state={state} />}
      lead={
        isDraft
          ? t`Takes about 20 minutes. Everything is kept as you write: leave whenever you like, go on from any device.`
          : undefined
      }
      definition={definition}
      answers={answers}
      save={save}
      {...(mayWrite ? { submit } : { isReadOnly: true })}
      submitLabel={isDraft ? t`Hand in` : t`Send the answer`}
      objections={(now) => {
        const against = brokenRules(eligibilityRules, now);
        return against.length > 0 ? <BrokenRules rules={against} /> : null;
      }}
      filePurpose="tenancy-application"
      {...(isDraft ? {} : { openSections: new Set(application.infoSections) })}
      actions={
        <ButtonLink to="/tenancy/applications/$id" params={{ id }} variant="quiet">
          <Trans>Leave for now</Trans>
        </ButtonLink>
      }
    >
      <div className="flex max-w-[44rem] flex-col gap-3 lg:ml-[calc(13rem+24px)]">
        {problems && <ServerProblems problems={problems} />}
        {!isDraft && question && (
          <Notice tone="warn" title={t`${question.actorName} asks`}>
            <p className="whitespace-pre-wrap wrap-anywhere">{question.reason}</p>
            <p className="pt-1.5">
              <SectionsAsked definition={definition} keys={application.infoSections} />
            </p>
            {application.dueAt && (
              <p>
                <Trans>
                  Answer by <DueMark dueAt={application.dueAt} />, or the application lapses.
                </Trans>
              </p>
            )}
          </Notice>
        )}
        {isDraft && round && (
          <p className="text-muted">
            {nameOf(round)} · <Trans>Deadline</Trans> <DueMark dueAt={round.closesAt} /> (
            <Time value={round.closesAt} as="relative" />)
          </p>
        )}
        {isDraft && (
          <details className="rounded-card border border-line bg-surface" open={broken.length > 0}>
            <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-2 px-4 py-1.5 font-semibold">
              <Trans>Admission rules</Trans>
              {broken.length > 0 ? (
                <Tag tone="bad">
                  <Trans>{broken.length} not met</Trans>
                </Tag>
              ) : (
                <span className="text-caption font-normal text-muted">
                  <Trans>checked as you write</Trans>
                </span>
              )}
            </summary>
            <div className="border-t border-line px-4 py-3">
              <EligibilityList rules={eligibilityRules} answers={written} />
            </div>
          </details>
        )}
      </div>
    </FormPage>
  );
}

function SectionsAsked({ definition, keys }: { definition: FormDefinition; keys: readonly string[] }) {
  const { i18n } = useLingui();
  const locale = i18n.locale === 'en' ? 'en' : 'zh-CN';
  const titles = definition.sections.filter(({ key }) => keys.includes(key)).map(({ title }) => title[locale]);
  const list = new Intl.ListFormat(locale, { style: 'short' }).format(titles);
  return <Trans>Only these sections are open: {list}.</Trans>;
}

/** The form with the sections that were asked about in front; the others only to be read. */
function askedFirst({ form, infoSections }: EditedApplication['tenancyApplication'], closed: string): FormDefinition {
  const { sections, ...definition } = form as FormDefinition;
  const asked = sections.filter(({ key }) => infoSections.includes(key));
  const others = sections.filter(({ key }) => !infoSections.includes(key));
  const help = { en: closed, 'zh-CN': closed };
  return { ...definition, sections: [...asked, ...others.map((section) => ({ ...section, help }))] };
}
