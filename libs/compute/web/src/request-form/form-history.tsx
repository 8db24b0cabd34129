import { Trans, useLingui } from '@lingui/react/macro';
import type { LocalisedText } from '@wutong/core-shared';
import { Panel, Time, useFormat, useSay } from '@wutong/core-web';
import { changesBetween } from './question';

interface Version<Item> {
  readonly version: number;
  readonly items: readonly Item[];
  readonly note: string;
  readonly publishedByName?: string | null | undefined;
  readonly publishedAt: string;
}

interface VersionHistoryProps<Item> {
  versions: readonly Version<Item>[];
  /** What an item is called. */
  nameOf: (item: Item) => LocalisedText;
}

/** Every version, newest first: who made it, why, and what it asks that the one before it did not. */
export function VersionHistory<Item extends { readonly key: string }>({ versions, nameOf }: VersionHistoryProps<Item>) {
  const { t } = useLingui();
  return (
    <Panel title={t`Versions`} isFlush>
      <ol className="divide-y divide-line">
        {versions.map((version, place) => (
          <li key={version.version} className="flex flex-col gap-1 px-4 py-2.5">
            <p className="flex flex-wrap items-baseline gap-x-2.5">
              <span className="font-medium"><Trans>Version {version.version}</Trans></span>
              <span className="text-caption text-muted">
                {version.publishedByName && <>{version.publishedByName} · <Time value={version.publishedAt} /></>}
                {!version.publishedByName && <Trans>came with the portal</Trans>}
              </span>
            </p>
            {version.publishedByName && <p className="wrap-anywhere">{version.note}</p>}
            <Changes now={version.items} before={versions[place + 1]?.items} nameOf={nameOf} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface ChangesProps<Item> extends Pick<VersionHistoryProps<Item>, 'nameOf'> {
  now: readonly Item[];
  before: readonly Item[] | undefined;
}

function Changes<Item extends { readonly key: string }>({ now, before, nameOf }: ChangesProps<Item>) {
  const { t } = useLingui();
  const say = useSay();
  const format = useFormat();
  const names = (items: readonly Item[]) => format.list(items.map((item) => say(nameOf(item))));
  if (!before) return <p className="text-caption text-muted">{names(now)}</p>;
  const { added, removed, changed, isMoved } = changesBetween(before, now);
  const lines = [
    added.length > 0 && t`Asks besides: ${names(added)}`,
    removed.length > 0 && t`No longer asks: ${names(removed)}`,
    changed.length > 0 && t`Asks differently: ${names(changed)}`,
    isMoved && t`In another order`,
  ].filter((line) => line !== false);
  return <p className="text-caption text-muted">{lines.join(' · ')}</p>;
}
