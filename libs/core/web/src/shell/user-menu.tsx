import { useApolloClient } from '@apollo/client/react';
import { useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { Check, Keyboard, LogOut, MonitorCog, Moon, Sun, UserRound } from 'lucide-react';
import { useState } from 'react';
import { usePortal } from '../app/portal';
import type { Viewer } from '../app/viewer';
import { setLocale } from '../i18n/i18n';
import { setTheme, theme } from '../i18n/theme';
import { Button } from '../ui/button';
import { Menu } from '../ui/overlay';
import { initials } from './initials';

/** The viewer's own menu: profile, language, theme, shortcuts, sign out. */
export function UserMenu({ viewer, openShortcuts }: { viewer: Viewer; openShortcuts: () => void }) {
  const { t, i18n } = useLingui();
  const client = useApolloClient();
  const router = useRouter();
  const { session } = usePortal();
  const [chosen, choose] = useState(theme);
  const pick = (next: typeof chosen) => {
    setTheme(next);
    choose(next);
  };
  const tick = (isOn: boolean) => (isOn ? <Check aria-hidden /> : <span className="size-4" />);
  const signOut = async () => {
    await session?.signOut(client);
    await client.clearStore();
    router.history.push(session?.signInPath ?? '/');
  };
  const signedInAs = viewer.name;
  return (
    <Menu
      label={t`Your account`}
      trigger={
        <Button variant="quiet" iconOnly aria-label={t`Your account: ${signedInAs}`}>
          <span
            aria-hidden
            data-initials={initials(viewer.name)}
            className="flex size-6.5 items-center justify-center rounded-full bg-primary-soft text-caption font-semibold text-primary before:content-[attr(data-initials)]"
          />
        </Button>
      }
      groups={[
        {
          id: 'account',
          title: `${viewer.name} · ${viewer.email}`,
          items: [
            {
              id: 'profile',
              label: t`Profile and sign-in`,
              icon: <UserRound aria-hidden />,
              onAction: () => router.history.push(session?.profilePath ?? '/'),
            },
            { id: 'keys', label: t`Keyboard shortcuts`, icon: <Keyboard aria-hidden />, hint: '?', onAction: openShortcuts },
          ],
        },
        {
          id: 'language',
          title: t`Language`,
          items: [
            { id: 'zh-CN', label: '简体中文', icon: tick(i18n.locale !== 'en'), onAction: () => void setLocale('zh-CN') },
            { id: 'en', label: 'English', icon: tick(i18n.locale === 'en'), onAction: () => void setLocale('en') },
          ],
        },
        {
          id: 'theme',
          title: t`Theme`,
          items: [
            { id: 'light', label: t`Light`, icon: chosen === 'light' ? <Check aria-hidden /> : <Sun aria-hidden />, onAction: () => pick('light') },
            { id: 'dark', label: t`Dark`, icon: chosen === 'dark' ? <Check aria-hidden /> : <Moon aria-hidden />, onAction: () => pick('dark') },
            {
              id: 'system',
              label: t`Like the system`,
              icon: chosen === 'system' ? <Check aria-hidden /> : <MonitorCog aria-hidden />,
              onAction: () => pick('system'),
            },
          ],
        },
        {
          id: 'leave',
          items: [{ id: 'sign-out', label: t`Sign out`, icon: <LogOut aria-hidden />, onAction: () => void signOut() }],
        },
      ]}
    />
  );
}
