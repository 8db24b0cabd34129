import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { EmptyState, graphql, Notice, Panel, Select, Skeleton, Switch, toWords, useCommand } from '@wutong/core-web';
import { BellOff } from 'lucide-react';
import {
  NotificationChoicesDocument, SetNotificationHoursDocument, SetNotificationTopicDocument,
} from './notification-choices.graphql';

graphql`
  query NotificationChoices {
    notificationSettings {
      topics {
        topic
        label
        inApp
        mail
        always
      }
      quietFrom
      quietTo
      digestAt
    }
  }

  mutation SetNotificationTopic($topic: String!, $inApp: Boolean!, $mail: String!) {
    setNotificationTopic(topic: $topic, inApp: $inApp, mail: $mail) {
      topics {
        topic
        label
        inApp
        mail
        always
      }
    }
  }

  mutation SetNotificationHours($digestAt: String!, $quietFrom: String, $quietTo: String) {
    setNotificationHours(digestAt: $digestAt, quietFrom: $quietFrom, quietTo: $quietTo) {
      quietFrom
      quietTo
      digestAt
    }
  }
`;

const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
const NEVER = '-';

/** What one is told in the portal and by mail, and when mails may come. */
export function NotificationChoices() {
  const { t } = useLingui();
  const { data, error } = useQuery(NotificationChoicesDocument);
  const setTopic = useCommand(SetNotificationTopicDocument, { refetch: ['NotificationChoices'] });
  const setHours = useCommand(SetNotificationHoursDocument, { refetch: ['NotificationChoices'] });
  if (error) return <Notice tone="bad">{toWords(error).message}</Notice>;
  if (!data) return <Skeleton className="h-60 w-full rounded-card" />;
  const { topics, quietFrom, quietTo, digestAt } = data.notificationSettings;
  const hourOptions = (...set: (string | null | undefined)[]) => {
    const hours = new Set([...HOURS, ...set.filter((hour) => hour != null)]);
    return [...hours].sort().map((hour) => ({ value: hour, label: hour }));
  };
  const quiet = quietFrom && quietTo ? { quietFrom, quietTo } : {};
  const quietOptions = [{ value: NEVER, label: t`None` }, ...hourOptions(quietFrom, quietTo)];
  const saveQuiet = (from: string, to: string) =>
    void setHours.run({ digestAt, ...(from === NEVER || to === NEVER ? {} : { quietFrom: from, quietTo: to }) });
  return (
    <div className="flex flex-col gap-4">
      <Panel isFlush title={<Trans>What you are told</Trans>}>
        {topics.length === 0 && (
          <EmptyState icon={<BellOff />} title={<Trans>Nothing to choose yet</Trans>}>
            <Trans>Topics appear here as platforms come into use.</Trans>
          </EmptyState>
        )}
        <div aria-hidden className="hidden gap-x-6 border-b border-line px-4 py-1.5 text-caption text-muted sm:flex">
          <span className="flex-1">
            <Trans>Topic</Trans>
          </span>
          <span className="w-24">
            <Trans>In the portal</Trans>
          </span>
          <span className="w-36">
            <Trans>By mail</Trans>
          </span>
        </div>
        <ul>
          {topics.map((topic) => (
            <li
              key={topic.topic}
              className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-line px-4 py-2.5 last:border-0"
            >
              <span className="min-w-48 flex-1">
                {topic.label}
                {topic.always && (
                  <span className="block text-caption text-muted">
                    <Trans>Cannot be turned off</Trans>
                  </span>
                )}
              </span>
              <span className="sm:w-24">
                <Switch
                  isSelected={topic.always || topic.inApp}
                  isDisabled={topic.always}
                  onChange={(inApp) => void setTopic.run({ topic: topic.topic, inApp, mail: topic.mail })}
                >
                  <span className="sm:sr-only">
                    <Trans>In the portal</Trans>
                  </span>
                </Switch>
              </span>
              <Select
                className="w-36"
                label={
                  <span className="sr-only">
                    <Trans>By mail</Trans>
                  </span>
                }
                isDisabled={topic.always}
                value={topic.mail}
                onChange={(mail) => void setTopic.run({ topic: topic.topic, inApp: topic.inApp, mail })}
                options={[
                  { value: 'immediate', label: t`At once` },
                  { value: 'daily', label: t`Once a day` },
                  { value: 'off', label: t`Not at all` },
                ]}
              />
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={<Trans>When mails come</Trans>}>
        <div className="grid max-w-2xl gap-4 sm:grid-cols-3">
          <Select
            label={t`Quiet from`}
            value={quietFrom ?? NEVER}
            onChange={(from) => saveQuiet(from, quietTo ?? '08:00')}
            options={quietOptions}
          />
          <Select
            label={t`Quiet until`}
            value={quietTo ?? NEVER}
            onChange={(to) => saveQuiet(quietFrom ?? '22:00', to)}
            options={quietOptions}
          />
          <Select
            label={t`Daily mail at`}
            value={digestAt}
            onChange={(at) => void setHours.run({ digestAt: at, ...quiet })}
            options={hourOptions(digestAt)}
          />
        </div>
        <p className="mt-3 text-caption text-muted">
          <Trans>Mails that fall into the quiet hours wait until these are over.</Trans>
        </p>
      </Panel>
    </div>
  );
}
