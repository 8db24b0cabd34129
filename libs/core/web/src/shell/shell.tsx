import { Trans, useLingui } from '@lingui/react/macro';
import { Outlet, useLocation, useRouter } from '@tanstack/react-router';
import { Menu as MenuIcon, Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useRegisteredCommands } from '../app/commands';
import { isFor } from '../app/platform';
import { usePortal } from '../app/portal';
import { ViewerProvider } from '../app/viewer';
import { Button } from '../ui/button';
import { onDemand, useFetchedSoon } from '../ui/on-demand';
import { Drawer } from '../ui/overlay';
import { ActingFor } from './acting-for';
import { Bell } from './bell';
import { Frame } from './frame';
import { Mark } from './mark';
import { Navigation } from './navigation';
import { useShortcuts } from './shortcuts';
import { UserMenu } from './user-menu';

const palette = onDemand(() => import('./palette'));
const ShortcutSheet = lazy(() => import('./shortcut-sheet'));

/** Navigation by role on the left, the page on the right; below 1024 px the navigation moves into a drawer. */
export function Shell(): ReactNode {
  const { t } = useLingui();
  const { platforms, viewer } = usePortal();
  const router = useRouter();
  const { pathname } = useLocation();
  const [isNavOpen, setNavOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);

  const registered = useRegisteredCommands();
  const commands = useMemo(
    () => [...registered, ...platforms.flatMap((platform) => platform.commands ?? [])].filter((one) => isFor(viewer, one)),
    [registered, platforms, viewer],
  );
  useShortcuts(commands, {
    openPalette: () => setPaletteOpen(true),
    openSheet: () => setSheetOpen(true),
    go: (to) => router.history.push(to),
  });
  useEffect(() => setNavOpen(false), [pathname]);
  const Palette = palette.use(isPaletteOpen)?.default;
  // What is typed right after Ctrl K would else be lost.
  useFetchedSoon(palette);

  return (
    <Frame>
      <ViewerProvider viewer={viewer}>
        <a
          href="#main"
          className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-primary px-3 py-1.5 text-on-primary focus:translate-y-0"
        >
          <Trans>Skip to the content</Trans>
        </a>
        <div className="min-h-dvh lg:grid lg:grid-cols-[224px_minmax(0,1fr)]">
          <aside className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-sunken/60 lg:flex">
            <Brand />
            <Navigation platforms={platforms} viewer={viewer} />
          </aside>
          <div className="flex min-w-0 flex-col">
            <header
              data-print="hide"
              className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-line bg-bg/90 px-3 backdrop-blur sm:px-6"
            >
              <Button
                variant="quiet"
                iconOnly
                aria-label={t`Open the navigation`}
                className="lg:hidden"
                onPress={() => setNavOpen(true)}
              >
                <MenuIcon aria-hidden />
              </Button>
              <button
                type="button"
                onClick={() => setPaletteOpen(true)}
                className="flex h-8 min-w-0 items-center gap-2 rounded-control border border-line bg-surface px-2.5 text-muted hover:border-line-strong sm:w-72"
              >
                <Search aria-hidden className="size-4 shrink-0" />
                <span className="hidden flex-1 truncate text-left sm:inline">
                  <Trans>Search or jump to…</Trans>
                </span>
                <span className="sr-only sm:hidden">
                  <Trans>Search or jump to…</Trans>
                </span>
                <kbd className="hidden rounded-sm border border-line px-1 font-sans text-[11px] sm:inline">Ctrl K</kbd>
              </button>
              <div className="ml-auto flex min-w-0 items-center gap-1">
                <ActingFor viewer={viewer} />
                <Bell />
                <UserMenu viewer={viewer} openShortcuts={() => setSheetOpen(true)} />
              </div>
            </header>
            <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-3 py-5 outline-none sm:px-6">
              <Outlet />
            </main>
          </div>
        </div>
        <Drawer label={t`Navigation`} side="left" isOpen={isNavOpen} onClose={() => setNavOpen(false)}>
          <Brand />
          <Navigation platforms={platforms} viewer={viewer} />
        </Drawer>
        {isPaletteOpen && Palette && <Palette commands={commands} close={() => setPaletteOpen(false)} />}
        <Suspense fallback={null}>
          {isSheetOpen && <ShortcutSheet commands={commands} close={() => setSheetOpen(false)} />}
        </Suspense>
      </ViewerProvider>
    </Frame>
  );
}

function Brand() {
  const { t } = useLingui();
  return (
    <a href="/" aria-label={t`Wutong, start page`} className="flex h-12 shrink-0 items-center gap-2 px-4">
      <Mark className="size-6.5" />
      <span className="text-[15px] font-semibold">
        <Trans>Wutong</Trans>
      </span>
    </a>
  );
}
