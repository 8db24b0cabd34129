import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Drawer, Skeleton, Time, useFormat } from '@wutong/core-web';
import type { ReactNode } from 'react';
import { fenOf, useBillWords } from './bill-words';
import { ReconciliationEvidenceDocument } from './reconciliation.query.graphql';
import type { ComparisonLine } from './reconciliation.query';

interface EvidenceDrawerProps {
  id: string;
  line: ComparisonLine;
  title: string;
  onClose: () => void;
}

/** What stands behind one comparison: the price in force, the bill's lines, the jobs. */
export function EvidenceDrawer({ id, line, title, onClose }: EvidenceDrawerProps) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useBillWords();
  const { data } = useQuery(ReconciliationEvidenceDocument, { variables: { reconciliationId: id, no: line.no } });
  const evidence = data?.reconciliationEvidence;
  return (
    <Drawer label={title} isOpen onClose={onClose}>
      <div className="flex h-full flex-col gap-5 overflow-y-auto p-5">
        <h2 className="text-h2 font-semibold">{title}</h2>
        {line.causes.length > 0 && <p>{line.causes.map((cause) => words.cause(cause).label).join(' · ')}</p>}
        {!evidence ? <Skeleton className="h-64" /> : (
          <>
            {evidence.price && (
              <Part title={t`Price in force`}>
                <p>
                  <strong className="tabular font-semibold">{format.money(evidence.price.fen)}</strong> <Trans>per GPU-hour</Trans>
                  <span className="block text-caption text-muted">
                    {evidence.price.number} · <Trans>from <Time value={evidence.price.validFrom} as="date" /></Trans>
                  </span>
                </p>
              </Part>
            )}
            <Part title={t`Lines of the bill`}>
              {evidence.billLines.length === 0 ? <p className="text-muted"><Trans>The bill has nothing here.</Trans></p> : (
                <Rows
                  rows={evidence.billLines.map((one) => ({
                    key: `${one.billId} ${one.line}`, left: [one.resource ?? one.sku ?? one.cluster, one.gpuClass].filter(Boolean).join(' · ') || one.invoice,
                    under: t`${one.invoice}, line ${one.line}`, right: format.money(fenOf(one.amountUfen)), rightUnder: one.gpuMh == null ? null : format.gpuHours(one.gpuMh),
                  }))}
                />
              )}
            </Part>
            <Part title={t`Metered jobs`}>
              <p className="text-muted">
                {evidence.jobCount === 0 ? <Trans>No job was metered.</Trans> : <Plural value={evidence.jobCount} one="# job was metered." other="# jobs were metered." />}
              </p>
              {evidence.jobs.length > 0 && (
                <Rows
                  rows={evidence.jobs.map((job) => ({
                    key: job.jobId, left: `${job.jobId} · ${job.account}`, under: format.range(job.startAt, job.untilAt), right: format.gpuHours(job.gpuMh),
                    rightUnder: t`${job.gpus} GPUs`,
                  }))}
                />
              )}
            </Part>
          </>
        )}
      </div>
    </Drawer>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

interface EvidenceRow {
  key: string;
  left: string;
  under: string;
  right: string;
  rightUnder: string | null;
}

function Rows({ rows }: { rows: readonly EvidenceRow[] }) {
  return (
    <ul className="divide-y divide-line">
      {rows.map(({ key, left, under, right, rightUnder }) => (
        <li key={key} className="flex justify-between gap-3 py-1.5">
          <span className="min-w-0">
            <span className="block truncate">{left}</span>
            <span className="block text-caption text-muted">{under}</span>
          </span>
          <span className="tabular shrink-0 text-right">
            {right}
            {rightUnder && <span className="block text-caption text-muted">{rightUnder}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
