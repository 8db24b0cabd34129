import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@apollo/client/react';
import { FailureWords, graphql, PageHeader, Skeleton, Tabs, toWords, useTab } from '@wutong/core-web';
import { ApiTokens } from '../api-token/api-tokens';
import { SessionList } from '../session/session-list';
import { NotificationChoices } from './notification-choices';
import { PasswordPanel } from './password-panel';
import { ProfileDocument } from './profile.page.graphql';
import { ProfilePanel } from './profile-panel';
import { VerifyNotice } from './verify-notice';

graphql`
  query Profile {
    viewer {
      user {
        id
        name
        email
        emailVerifiedAt
        locale
        timeZone
      }
    }
  }
`;

/** One's own account: who one is, how one signs in, what one wants to be told, keys for programs. */
export function Page() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(ProfileDocument);
  const ids = ['profile', 'sign-in', 'notifications', 'tokens'] as const;
  const [tab, setTab] = useTab(ids);
  const user = data?.viewer?.user;
  if (error) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  return (
    <>
      <PageHeader title={t`Your account`} />
      {user ? (
        <div className="flex flex-col gap-4">
          {!user.emailVerifiedAt && <VerifyNotice email={user.email} />}
          <Tabs
            label={t`Your account`}
            selected={tab}
            onSelect={setTab}
            items={[
              { id: 'profile', label: t`Profile`, content: <ProfilePanel user={user} /> },
              {
                id: 'sign-in',
                label: t`Sign-in`,
                content: (
                  <div className="flex flex-col gap-4">
                    <PasswordPanel />
                    <SessionList />
                  </div>
                ),
              },
              { id: 'notifications', label: t`Notifications`, content: <NotificationChoices /> },
              { id: 'tokens', label: t`API tokens`, content: <ApiTokens /> },
            ]}
          />
        </div>
      ) : (
        <Skeleton className="h-72 w-full rounded-card" />
      )}
    </>
  );
}
