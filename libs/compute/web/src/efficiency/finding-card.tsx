import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, DecisionDialog, HrefLink, Panel, Tag, Time, useFormat, useName } from '@wutong/core-web';
import { Lightbulb } from 'lucide-react';
import { useState } from 'react';
import { className, sayMh } from '../gpu-hours';
import { EvidenceChart } from './evidence-chart';
import { useFindingWords } from './finding-words';
import type { Finding } from './findings.query';
import { useAdvice } from './use-advice';

interface FindingCardProps {
  finding: Finding;
  /** Whose it is, for the centre. */
  showsCompany?: boolean;
  /** The first one's step is the page's primary action. */
  isFirst?: boolean;
}

/** A finding: what it cost, by which evidence, and what to do about it. */
export function FindingCard({ finding, showsCompany = false, isFirst = false }: FindingCardProps) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useFindingWords();
  const advice = useAdvice(finding);
  const [isAnswering, setAnswering] = useState(false);
  const { kind, severity, state, lostFen, lostMh, gpuClass, grantId, grantNumber, fromAt, toAt, jobs, actions, answer } = finding;
  const { title, what } = words.kind(kind);
  const { label, tone } = words.severity(severity);
  const can = (event: string) => actions.some((action) => action.event === event);
  const company = nameOf({ nameZh: finding.organisationNameZh, nameEn: finding.organisationNameEn });
  return (
    <Panel>
      <article aria-label={title} className="flex flex-col gap-3">
        <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
          <div className="min-w-0">
            <h3 className="flex flex-wrap items-center gap-2 font-semibold">
              {title}
              <Tag tone={tone}>{label}</Tag>
              {state === 'acknowledged' && <Tag tone="info"><Trans>Expected</Trans></Tag>}
            </h3>
            <p className="text-caption text-muted">
              {showsCompany && <>{company} · </>}
              {grantId ? <HrefLink href={`/compute/requests/${grantId}`} className="text-primary underline">{grantNumber}</HrefLink> : <Trans>without a grant</Trans>}
              {' · '}{nameOf({ nameZh: finding.poolNameZh, nameEn: finding.poolNameEn })}{' · '}{className(gpuClass)}
              {' · '}{format.range(fromAt, new Date(Date.parse(toAt) - 1))}
            </p>
          </div>
          <p className="sm:text-right">
            <span className="tabular text-title font-semibold">{format.money(lostFen)}</span>
            <span className="block text-caption text-muted">
              {kind === 'cheaper_class' ? <Trans>to save</Trans> : <Trans>{sayMh(format, gpuClass, lostMh)} lost</Trans>}
            </span>
          </p>
        </header>
        <p className="text-muted">{what} <Plural value={jobs} one="# job." other="# jobs." /></p>
        <EvidenceChart evidence={finding.evidence} />
        <HowKnown finding={finding} />
        <Jobs finding={finding} />
        {state === 'acknowledged' ? (
          <p className="rounded-card bg-sunken px-3.5 py-2.5">
            <Trans>Expected, because: {answer}</Trans>
            <span className="block text-caption text-muted">
              {finding.answeredByName}{' · '}<Trans>quiet until <Time value={finding.snoozedUntil ?? toAt} as="date" /></Trans>
            </span>
          </p>
        ) : (
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-card bg-sunken px-3.5 py-3">
            <p className="flex min-w-0 flex-1 basis-72 gap-2">
              <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-primary" />
              <span>{advice.text}</span>
            </p>
            <span className="flex flex-wrap gap-2">
              {can('acknowledge') && <Button onPress={() => setAnswering(true)}><Trans>Expected…</Trans></Button>}
              {can('act') && (
                <Button variant={isFirst ? 'primary' : 'secondary'} isPending={advice.isBusy} onPress={() => void advice.act()}>{advice.button}</Button>
              )}
            </span>
          </div>
        )}
      </article>
      {isAnswering && (
        <DecisionDialog
          title={t`This is expected`}
          isOpen
          onClose={() => setAnswering(false)}
          needsReason
          confirmLabel={t`Say so`}
          consequences={[t`You are not told of it again for some weeks.`, t`The centre sees your reason beside the finding.`]}
          onConfirm={advice.acknowledge}
        />
      )}
    </Panel>
  );
}

/** Whose GPUs are, where the exporter names no job on them: a job without a process is found by this alone. */
function HowKnown({ finding: { evidence: { jobs } } }: { finding: Finding }) {
  if (jobs.some(({ toldBy }) => toldBy === 'node')) {
    return (
      <p className="text-caption text-muted">
        <Trans>The exporter names no job on some of these GPUs. Slurm tells how many the job holds on its node, not which: those that worked most are counted, so at least this much was idle.</Trans>
      </p>
    );
  }
  if (!jobs.some(({ toldBy }) => toldBy === 'index')) return null;
  return (
    <p className="text-caption text-muted">
      <Trans>The exporter names no job on some of these GPUs, as when a job starts no process. Slurm’s own record tells which it holds.</Trans>
    </p>
  );
}

function Jobs({ finding: { evidence, jobs, kind } }: { finding: Finding }) {
  const { t } = useLingui();
  const format = useFormat();
  const more = jobs - evidence.jobs.length;
  return (
    <details className="group">
      <summary className="w-fit cursor-default rounded-sm text-primary hover:underline"><Trans>Jobs behind it</Trans></summary>
      <div className="overflow-x-auto pt-2">
        <table className="w-full text-caption">
          <caption className="sr-only">{t`Jobs behind it`}</caption>
          <thead className="text-muted">
            <tr className="border-b border-line">
              <th scope="col" className="py-1 pr-3 text-left font-normal"><Trans>Job</Trans></th>
              <th scope="col" className="px-3 text-right font-normal"><Trans>GPUs</Trans></th>
              <th scope="col" className="px-3 text-right font-normal"><Trans>Utilisation</Trans></th>
              <th scope="col" className="px-3 text-right font-normal"><Trans>Memory peak</Trans></th>
              <th scope="col" className="px-3 text-right font-normal"><Trans>Longest idle</Trans></th>
              <th scope="col" className="pl-3 text-right font-normal">{kind === 'cheaper_class' ? t`Saving` : t`Lost`}</th>
            </tr>
          </thead>
          <tbody className="tabular">
            {evidence.jobs.map((job) => (
              <tr key={job.holder} className="border-b border-line/60">
                <th scope="row" className="py-1 pr-3 text-left font-normal">{job.holder}{job.user && <span className="text-muted"> · {job.user}</span>}</th>
                <td className="px-3 text-right">{job.gpus}</td>
                <td className="px-3 text-right">{job.percent}%</td>
                <td className="px-3 text-right">{job.memoryPercent === null || job.memoryPercent === undefined ? '–' : `${job.memoryPercent}%`}</td>
                <td className="px-3 text-right">{t`${format.number(job.longestIdleSeconds / 3600, 1)} h`}</td>
                <td className="pl-3 text-right">{format.money(Math.round(job.lostFen))}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {more > 0 && <p className="pt-1 text-muted"><Plural value={more} one="and # more job" other="and # more jobs" /></p>}
      </div>
    </details>
  );
}
