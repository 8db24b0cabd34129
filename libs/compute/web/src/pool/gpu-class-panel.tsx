import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, graphql, lazyPart, Panel, Time, useCan, useFormat } from '@wutong/core-web';
import { useState } from 'react';
import { GpuClassFactorsDocument } from './gpu-class-panel.graphql';

graphql`
  query GpuClassFactors { gpuClasses { code name memoryGib factors { version factorMilli validFrom source setByName } } }
`;

const NewClassDialog = lazyPart(() => import('./new-class-dialog').then((all) => all.NewClassDialog));

/** The GPU classes with what an hour on each is worth beside the reference class. */
export function GpuClassPanel() {
  const { t } = useLingui();
  const format = useFormat();
  const canManage = useCan('compute-pool.manage');
  const [isNew, setNew] = useState(false);
  const { data } = useQuery(GpuClassFactorsDocument);
  return (
    <Panel
      title={t`GPU classes`} isFlush
      actions={canManage && <Button size="sm" onPress={() => setNew(true)}><Trans>New class</Trans></Button>}
    >
      <ul className="divide-y divide-line">
        {(data?.gpuClasses ?? []).map(({ code, name, memoryGib, factors: [factor] }) => (
          <li key={code} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-2.5">
            <span><span className="font-medium">{name}</span> <span className="text-muted">· {memoryGib} GiB · <code>{code}</code></span></span>
            {factor && (
              <span className="text-caption text-muted">
                <Trans>
                  An hour counts {format.number(factor.factorMilli / 1000, 3)} × of the reference class, since{' '}
                  <Time value={factor.validFrom} as="date" /> ({factor.source})
                </Trans>
              </span>
            )}
          </li>
        ))}
        {data?.gpuClasses.length === 0 && <li className="px-4 py-3 text-muted"><Trans>No GPU classes yet. Everything else begins with one.</Trans></li>}
      </ul>
      {isNew && <NewClassDialog onClose={() => setNew(false)} />}
    </Panel>
  );
}
