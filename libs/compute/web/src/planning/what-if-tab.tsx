import { Trans, useLingui } from '@lingui/react/macro';
import { Button, EmptyState, NumberField, Panel, Progress, Select, TextField, useCommand, useFormat, useName } from '@wutong/core-web';
import { FlaskConical, X } from 'lucide-react';
import { useState } from 'react';
import { className } from '../gpu-hours';
import { RunPlanningScenarioDocument } from './planning-cycle.query.graphql';
import type { Cycle, Scenario } from './planning-cycle.query';

type Change = Pick<Scenario['changes'][number], 'kind' | 'pool' | 'gpuClass' | 'gpus' | 'fenPerGpuHour' | 'percent'>;

/** Tries changes of the world: a small builder, and what each scenario so far would give and take. */
export function WhatIfTab({ cycle }: { cycle: Cycle }) {
  const { t } = useLingui();
  const run = useCommand(RunPlanningScenarioDocument, { refetch: ['PlanningCyclePage'] });
  const [name, setName] = useState('');
  const [changes, setChanges] = useState<readonly Change[]>([]);
  const say = useChangeWords();
  const start = async (as: string, list: readonly Change[]): Promise<void> => {
    const plain = list.map(({ kind, pool, gpuClass, gpus, fenPerGpuHour, percent }) => ({ kind, pool, gpuClass, gpus, fenPerGpuHour, percent }));
    if (await run.run({ input: { cycleId: cycle.id, name: as, changes: plain } })) {
      setName('');
      setChanges([]);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <Panel title={t`Try a change`}>
        <div className="flex max-w-3xl flex-col gap-4">
          <ChangeBuilder cycle={cycle} onAdd={(change) => setChanges((before) => [...before, change])} />
          {changes.length > 0 && (
            <ul className="flex flex-wrap gap-2">
              {changes.map((change, at) => (
                <li key={`${at} ${say(change)}`} className="flex items-center gap-1 rounded-control bg-primary-soft pl-2 text-primary">
                  {say(change)}
                  <Button size="sm" variant="quiet" iconOnly aria-label={t`Remove`} onPress={() => setChanges((before) => before.filter((_, index) => index !== at))}>
                    <X aria-hidden className="size-3.5" />
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <div className="flex flex-wrap items-end gap-3">
            <TextField label={t`Name of the scenario`} value={name} onChange={setName} maxLength={80} />
            <Button variant="primary" isDisabled={changes.length === 0 || name.trim() === ''} isPending={run.isBusy} onPress={() => void start(name.trim(), changes)}>
              <Trans>Try it</Trans>
            </Button>
          </div>
          <p className="text-caption text-muted"><Trans>Only this list of scenarios changes. Requests, pools and prices are taken as they are at this moment.</Trans></p>
        </div>
      </Panel>
      {cycle.scenarios.length === 0 ? (
        <Panel>
          <EmptyState icon={<FlaskConical />} title={<Trans>No scenario yet</Trans>}>
            <Trans>What would a new pool bring? What if a supplier fails, or a price falls? Each scenario shows who gains and who loses.</Trans>
          </EmptyState>
        </Panel>
      ) : (
        cycle.scenarios.map((scenario) => (
          <ScenarioPanel key={scenario.id} scenario={scenario} words={scenario.changes.map(say).join(' · ')} onAgain={() => void start(scenario.name, scenario.changes)} />
        ))
      )}
    </div>
  );
}

function ChangeBuilder({ cycle, onAdd }: { cycle: Cycle; onAdd: (change: Change) => void }) {
  const { t } = useLingui();
  const nameOf = useName();
  const [kind, setKind] = useState<string | null>('losePool');
  const [pool, setPool] = useState<string | null>(null);
  const [gpuClass, setGpuClass] = useState<string | null>(null);
  const [gpus, setGpus] = useState<number | null>(64);
  const [yuan, setYuan] = useState<number | null>(10);
  const [percent, setPercent] = useState<number | null>(-10);
  const classes = [...new Set(cycle.pools.map((one) => one.gpuClass))].sort();
  const needsPool = kind === 'losePool' || kind === 'price';
  const needsClass = kind === 'addPool' || kind === 'addTenant';
  const needsPercent = kind === 'price' || kind === 'scale';
  const isWhole = kind !== null && (!needsPool || pool !== null) && (!needsClass || (gpuClass !== null && gpus !== null))
    && (!needsPercent || percent !== null) && (kind !== 'addPool' || yuan !== null);
  const add = (): void => {
    if (kind === null) return;
    onAdd({
      kind, pool: needsPool ? pool : null, gpuClass: needsClass ? gpuClass : null, gpus: needsClass ? gpus : null,
      fenPerGpuHour: kind === 'addPool' && yuan !== null ? Math.round(yuan * 100) : null, percent: needsPercent ? percent : null,
    });
  };
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Select
        label={t({ message: 'Change', context: 'what if' })} value={kind} onChange={setKind}
        options={[
          { value: 'losePool', label: t`A pool is lost` }, { value: 'addPool', label: t`A new pool` }, { value: 'price', label: t`A price changes` },
          { value: 'scale', label: t`All free GPUs change` }, { value: 'addTenant', label: t`A company joins` },
        ]}
      />
      {needsPool && (
        <Select label={t`Pool`} value={pool} onChange={setPool} options={cycle.pools.map((one) => ({ value: one.code, label: one.code, help: nameOf(one) }))} />
      )}
      {needsClass && (
        <>
          <Select label={t`GPU class`} value={gpuClass} onChange={setGpuClass} options={classes.map((code) => ({ value: code, label: className(code) }))} />
          <NumberField label={t`GPUs`} value={gpus} onChange={setGpus} minValue={8} step={8} />
        </>
      )}
      {kind === 'addPool' && <NumberField label={t`Price per GPU-hour`} value={yuan} onChange={setYuan} minValue={0} step={0.1} unit="¥" />}
      {needsPercent && (
        <NumberField
          label={kind === 'price' ? t`By` : t({ message: 'To', context: 'what if: percent of capacity' })} value={percent} onChange={setPercent}
          minValue={kind === 'price' ? -100 : 0} maxValue={900} unit="%"
        />
      )}
      <Button isDisabled={!isWhole} onPress={add}><Trans context="what if">Add</Trans></Button>
    </div>
  );
}

function ScenarioPanel({ scenario, words, onAgain }: { scenario: Scenario; words: string; onAgain: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const { result, failure } = scenario;
  const hours = (mh: number) => format.number(Math.round(mh / 1000));
  const signed = (value: number, text: string) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${text}`;
  const rows = [...(result?.tenants ?? [])]
    .filter(({ beforeMh, afterMh, beforeFen, afterFen }) => beforeMh !== afterMh || beforeFen !== afterFen)
    .sort((a, b) => b.afterMh - b.beforeMh - (a.afterMh - a.beforeMh));
  const tone = (value: number) => (value > 0 ? 'text-ok' : value < 0 ? 'text-bad' : 'text-muted');
  return (
    <Panel title={scenario.name} actions={<Button size="sm" onPress={onAgain}><Trans>Run again</Trans></Button>} isFlush>
      <div className="flex flex-col gap-1 px-4 py-2.5">
        <p>{words}</p>
        <p className="text-caption text-muted">
          {scenario.runByName} · {format.dateTime(scenario.runAt)} {scenario.inputsHash && <span className="font-mono">· <Trans>inputs</Trans> {scenario.inputsHash.slice(0, 16)}</span>}
        </p>
        {failure && <p className="text-bad">{failure}</p>}
        {!result && !failure && <Progress label={t`Planning`} />}
        {result && (
          <p className="tabular">
            <Trans>
              Granted {signed(result.after.grantedMh - result.before.grantedMh, hours(Math.abs(result.after.grantedMh - result.before.grantedMh)))} normalised hours ·
              cost {signed(result.after.costFen - result.before.costFen, format.money(Math.abs(result.after.costFen - result.before.costFen)))} ·
              Jain index {format.number(result.before.jainOfShares, 3)} → {format.number(result.after.jainOfShares, 3)}
            </Trans>
          </p>
        )}
      </div>
      {result && rows.length === 0 && <p className="border-t border-line px-4 py-2.5 text-muted"><Trans>Nobody gains or loses anything.</Trans></p>}
      {rows.length > 0 && (
        <table className="w-full border-collapse border-t border-line text-table">
          <thead>
            <tr className="h-9 border-b border-line text-caption text-muted">
              <th scope="col" className="px-4 text-left font-medium"><Trans>Company</Trans></th>
              <th scope="col" className="px-3 text-right font-medium max-sm:hidden"><Trans>Before</Trans></th>
              <th scope="col" className="px-3 text-right font-medium max-sm:hidden"><Trans>After</Trans></th>
              <th scope="col" className="px-3 text-right font-medium"><Trans>Difference</Trans></th>
              <th scope="col" className="px-4 text-right font-medium"><Trans>Cost</Trans></th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} className="h-9 border-b border-line last:border-b-0">
                <th scope="row" className="px-4 py-1 text-left font-normal">{row.organisation ? nameOf(row.organisation) : t`The company that joins`}</th>
                <td className="tabular px-3 text-right text-muted max-sm:hidden">{hours(row.beforeMh)}</td>
                <td className="tabular px-3 text-right max-sm:hidden">{hours(row.afterMh)}</td>
                <td className={`tabular px-3 text-right font-medium whitespace-nowrap ${tone(row.afterMh - row.beforeMh)}`}>
                  {signed(row.afterMh - row.beforeMh, hours(Math.abs(row.afterMh - row.beforeMh)))}
                </td>
                <td className="tabular px-4 text-right whitespace-nowrap text-muted">{signed(row.afterFen - row.beforeFen, format.money(Math.abs(row.afterFen - row.beforeFen)))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function useChangeWords() {
  const { t } = useLingui();
  const format = useFormat();
  return ({ kind, pool, gpuClass, gpus, fenPerGpuHour, percent }: Change): string => {
    const change = `${(percent ?? 0) > 0 ? '+' : ''}${percent ?? 0}%`;
    switch (kind) {
      case 'losePool':
        return t`${pool} is lost`;
      case 'price':
        return t`Price of ${pool} ${change}`;
      case 'scale':
        return t`All free GPUs at ${percent}%`;
      case 'addPool':
        return t`New pool of ${gpus} × ${className(gpuClass ?? '')} at ${format.money(fenPerGpuHour ?? 0)}`;
      default:
        return t`A company that wants ${gpus} × ${className(gpuClass ?? '')} throughout`;
    }
  };
}
