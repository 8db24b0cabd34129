import { useLingui } from '@lingui/react/macro';
import { Languages, MoonStar } from 'lucide-react';
import { setLocale } from '../i18n/i18n';
import { setTheme } from '../i18n/theme';
import { Button } from '../ui/button';
import { Menu } from '../ui/overlay';

/** Languages name themselves in their own words. */
export function LanguageButton() {
  const { t } = useLingui();
  return (
    <Menu
      label={t`Language`}
      trigger={
        <Button variant="quiet" iconOnly aria-label={t`Language`}>
          <Languages aria-hidden />
        </Button>
      }
      groups={[
        {
          id: 'language',
          items: [
            { id: 'zh-CN', label: '简体中文', onAction: () => void setLocale('zh-CN') },
            { id: 'en', label: 'English', onAction: () => void setLocale('en') },
          ],
        },
      ]}
    />
  );
}

export function ThemeButton() {
  const { t } = useLingui();
  return (
    <Menu
      label={t`Theme`}
      trigger={
        <Button variant="quiet" iconOnly aria-label={t`Theme`}>
          <MoonStar aria-hidden />
        </Button>
      }
      groups={[
        {
          id: 'theme',
          items: [
            { id: 'light', label: t`Light`, onAction: () => setTheme('light') },
            { id: 'dark', label: t`Dark`, onAction: () => setTheme('dark') },
            { id: 'system', label: t`Like the system`, onAction: () => setTheme('system') },
          ],
        },
      ]}
    />
  );
}
