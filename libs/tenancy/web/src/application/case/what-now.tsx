import { Trans, useLingui } from '@lingui/react/macro';
import type { FormDefinition } from '@wutong/core-shared';
import { ButtonLink, Notice, useCan, useSay } from '@wutong/core-web';
import type { ReactNode } from 'react';
import { DueMark } from '../due-mark';
import type { EligibilityRule } from '../eligibility-rules';
import type { ApplicationCase } from './application-case.query';

interface WhatNowProps {
  application: ApplicationCase;
  rules: readonly EligibilityRule[];
  isOwn: boolean;
}

/** What is asked of the viewer now, or whom one waits for; with the words of whoever decided last. */
export function WhatNow({ application, rules, isOwn }: WhatNowProps): ReactNode {
  const { t } = useLingui();
  const say = useSay();
  const canDecide = useCan('tenancy-application.decide');
  const { state, dueAt, timeline, actions } = application;
  const reason = timeline.findLast((step) => step.reason)?.reason;
  const due = dueAt ? <DueMark dueAt={dueAt} /> : null;
  const mayAppeal = actions.some(({ event }) => event === 'appeal');
  const sections = (application.form as FormDefinition).sections
    .filter(({ key }) => application.infoSections.includes(key))
    .map(({ title }) => say(title))
    .join(' · ');
  switch (state) {
    case 'draft':
      return isOwn ? (
        <Notice tone="info" title={t`Not handed in yet`}>
          <Trans>Only your company sees this draft. An untouched draft is discarded after 90 days.</Trans>
        </Notice>
      ) : null;
    case 'submitted':
      return isOwn ? (
        <Notice tone="info" title={t`Handed in`}>
          <Trans>A screener takes it up next. There is nothing for you to do; you are told of each step.</Trans>
        </Notice>
      ) : null;
    case 'info_requested':
      return (
        <Notice tone="warn" title={isOwn ? t`The centre asks for more` : t`The company has been asked for more`}>
          <p className="whitespace-pre-wrap wrap-anywhere">{reason}</p>
          <p className="flex flex-wrap gap-x-3 pt-1">
            <span>
              <Trans>Sections: {sections}</Trans>
            </span>
            {due && (
              <span>
                <Trans>Answer due by {due}</Trans>
              </span>
            )}
          </p>
        </Notice>
      );
    case 'offered':
      return (
        <Notice tone="ok" title={isOwn ? t`You are offered a place` : t`The offer is with the company`}>
          <p className="flex flex-wrap gap-x-3">
            <span>
              <Trans>Desks offered: {application.desksOffered ?? 0}</Trans>
            </span>
            {due && (
              <span>
                <Trans>To be signed by {due}</Trans>
              </span>
            )}
          </p>
        </Notice>
      );
    case 'waitlisted':
      return (
        <Notice tone="warn" title={t`On the waiting list at rank ${application.waitlistRank ?? '–'}`}>
          <p>
            <Trans>Places are offered in the order of the list as desks become free.</Trans>
          </p>
          {due && (
            <p>
              <Trans>The list ends on {due}</Trans>
            </p>
          )}
        </Notice>
      );
    case 'ineligible':
    case 'declined':
      return (
        <Notice tone="bad" title={state === 'ineligible' ? t`Found ineligible` : t`The application was declined`}>
          <p className="whitespace-pre-wrap wrap-anywhere">{reason}</p>
          {application.citedRules.length > 0 && (
            <ul className="pt-1">
              {rules
                .filter(({ id }) => application.citedRules.includes(id))
                .map((rule) => (
                  <li key={rule.id}>
                    <span className="tabular text-caption text-muted">{rule.id}</span> {rule.text}
                  </li>
                ))}
            </ul>
          )}
          {due && (
            <p className="pt-1">
              {mayAppeal ? (
                <Trans>You can appeal once, until {due}</Trans>
              ) : (
                <Trans>The appeal window is open until {due}</Trans>
              )}
            </p>
          )}
        </Notice>
      );
    case 'appealed':
      return (
        <Notice tone="warn" title={isOwn ? t`Your appeal is being judged` : t`The company appeals`}>
          <p className="whitespace-pre-wrap wrap-anywhere">{reason}</p>
          <p className="pt-1 text-muted">
            {canDecide && !actions.some(({ event }) => event === 'upholdAppeal') ? (
              <Trans>You took the decision, so another approver judges the appeal.</Trans>
            ) : (
              <Trans>An approver who did not take the decision judges it.</Trans>
            )}
          </p>
        </Notice>
      );
    case 'accepted':
      return isOwn ? (
        <Notice tone="ok" title={t`Welcome to the incubator`}>
          <p className="pb-2">
            <Trans>The agreement is signed. Onboarding goes on with your tenancy.</Trans>
          </p>
          <ButtonLink to="/tenancy/mine" size="sm">
            <Trans>To the onboarding tasks</Trans>
          </ButtonLink>
        </Notice>
      ) : null;
    default:
      return null;
  }
}
