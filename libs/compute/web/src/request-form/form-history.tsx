import { Trans, useLingui } from '@lingui/react/macro';
import type { FieldDefinition } from '@wutong/core-shared';
import { Panel, Time, useFormat, useSay } from '@wutong/core-web';
import { changesBetween } from './question';
import type { RequestFormEditorQuery } from './request-form.page.graphql';

type Version = RequestFormEditorQuery['computeRequestForms'][number];

/** Every version, newest first: who made it, why, and what it asks that the one before it did not. */
export function FormHistory({ versions }: { versions: readonly Version[] }) {
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
            <Changes now={version} before={versions[place + 1]} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Changes({ now, before }: { now: Version; before: Version | undefined }) {
  const { t } = useLingui();
  const say = useSay();
  const format = useFormat();
  const asked = now.questions as FieldDefinition[];
  if (!before) return <p className="text-caption text-muted"><Trans>Questions: {asked.length}</Trans></p>;
  const { added, removed, changed, isMoved } = changesBetween(before.questions as FieldDefinition[], asked);
  const names = (fields: readonly FieldDefinition[]) => format.list(fields.map(({ label }) => say(label)));
  const lines = [
    added.length > 0 && t`Asks besides: ${names(added)}`,
    removed.length > 0 && t`No longer asks: ${names(removed)}`,
    changed.length > 0 && t`Asks differently: ${names(changed)}`,
    isMoved && t`In another order`,
  ].filter((line) => line !== false);
  return <p className="text-caption text-muted">{lines.join(' · ')}</p>;
}
