import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useLocation } from '@tanstack/react-router';
import { House } from 'lucide-react';
import { cardsFor, isFor, type NavItem, type Platform } from '../app/platform';
import type { Viewer } from '../app/viewer';
import { useFormat } from '../format/use-format';
import { HrefLink } from '../ui/button';
import { cx } from '../ui/cx';
import { bestMatch } from './best-match';

/** The platforms as places; only what the viewer may open. */
export function Navigation({ platforms, viewer }: { platforms: readonly Platform[]; viewer: Viewer }) {
  const { t, i18n } = useLingui();
  const { pathname } = useLocation();
  const start: NavItem = { to: '/', label: msg({ message: 'Start', context: 'navigation' }), icon: House };
  const hasStart = cardsFor(viewer, platforms).length > 0;
  const groups = platforms
    .map((platform) => ({ ...platform, nav: platform.nav.filter((item) => isFor(viewer, item)) }))
    .filter((platform) => platform.nav.length > 0);
  const current = bestMatch(
    [...(hasStart ? [start] : []), ...groups.flatMap((group) => group.nav)],
    pathname,
  );
  const zone = useFormat().zone();
  return (
    <nav aria-label={t`Main`} className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-2 pt-2 pb-6">
      {hasStart && <ul><NavLink item={start} isCurrent={current?.to === '/'} /></ul>}
      {groups.map((group) => (
        <div key={group.name}>
          <h2 className="px-2 pb-1 text-caption text-muted">{i18n._(group.title)}</h2>
          <ul className="flex flex-col gap-px">
            {group.nav.map((item) => <NavLink key={item.to} item={item} isCurrent={item === current} />)}
          </ul>
        </div>
      ))}
      <p className="mt-auto px-2 text-caption text-muted">{zone}</p>
    </nav>
  );
}

function NavLink({ item, isCurrent }: { item: NavItem; isCurrent: boolean }) {
  const { i18n } = useLingui();
  return (
    <li>
      <HrefLink
        href={item.to}
        aria-current={isCurrent ? 'page' : undefined}
        className={cx(
          'flex h-8 items-center gap-2.5 rounded-control px-2 text-fg hover:bg-fg/6',
          isCurrent && 'bg-primary-soft font-medium text-primary',
        )}
      >
        <item.icon aria-hidden className={cx('size-4 shrink-0', !isCurrent && 'text-muted')} />
        <span className="truncate">{i18n._(item.label)}</span>
      </HrefLink>
    </li>
  );
}
