import { Trans, useLingui } from '@lingui/react/macro';
import { Outlet } from '@tanstack/react-router';
import { Frame } from './frame';
import { LanguageButton, ThemeButton } from './preferences';
import { Mark } from './mark';

/** The frame of pages that need no sign-in: the mark, the language, the page. */
export function PublicFrame() {
  const { t } = useLingui();
  return (
    <Frame>
      <div className="flex min-h-dvh flex-col">
        <header className="flex h-14 items-center justify-between gap-3 px-4 sm:px-6">
          <a href="/" aria-label={t`Wutong, start page`} className="flex items-center gap-2 rounded-control">
            <Mark />
            <span className="font-semibold">
              <Trans>Wutong</Trans>
            </span>
          </a>
          <div className="flex items-center gap-1">
            <LanguageButton />
            <ThemeButton />
          </div>
        </header>
        <main id="main" className="flex flex-1 flex-col px-4 pb-16 sm:px-6">
          <Outlet />
        </main>
      </div>
    </Frame>
  );
}
