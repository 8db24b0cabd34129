import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, Dialog, EmptyState, Facts, graphql, LineChart, NumberField, Panel, Tag, TextAreaField, Time, useAttempt, useCan,
  useCommand, useFormat,
} from '@wutong/core-web';
import { ChartLine } from 'lucide-react';
import { useState } from 'react';
import { SubmitGrowthReportDocument } from './growth-reports.graphql';
import type { GrowthReport, TenancyCase } from './tenancy-case.query';

graphql`
  mutation SubmitGrowthReport($input: SubmitGrowthReportInput!) {
    submitGrowthReport(input: $input) { id submittedAt }
  }
`;

/** What the company reported of its growth, and the report that is due. */
export function GrowthReports({ tenancy }: { tenancy: TenancyCase }) {
  const { t } = useLingui();
  const format = useFormat();
  const canSubmit = useCan('growth-report.submit');
  const [writing, write] = useState<GrowthReport | null>(null);
  const reports = tenancy.growthReports;
  if (reports.length === 0) {
    return (
      <EmptyState icon={<ChartLine />} title={<Trans>No report is due yet</Trans>}>
        <Trans>The first report opens when the tenancy is active: one each quarter, within fifteen working days of its end.</Trans>
      </EmptyState>
    );
  }
  const known = reports.filter((report) => report.submittedAt).toReversed();
  return (
    <div className="flex flex-col gap-4">
      {known.length > 1 && (
        <Panel title={t`People and revenue`}>
          <div className="grid gap-6 lg:grid-cols-2">
            <LineChart
              label={t`People`} x={known.map(({ period }) => period)} formatValue={(value) => format.number(value)}
              series={[{ id: 'people', label: t`People`, values: known.map(({ headcount }) => headcount ?? 0) }]}
            />
            <LineChart
              label={t`Revenue`} x={known.map(({ period }) => period)} formatValue={(value) => format.money(Math.round(value), { compact: true })}
              series={[{ id: 'revenue', label: t`Revenue`, values: known.map(({ revenueFen }) => Number(revenueFen ?? 0)) }]}
            />
          </div>
        </Panel>
      )}
      {reports.map((report) => (
        <Panel
          key={report.id}
          title={report.period}
          actions={
            <span className="flex items-center gap-2">
              {report.submittedAt
                ? <Tag tone="ok"><Trans>Handed in <Time value={report.submittedAt} as="date" /></Trans></Tag>
                : report.overdue
                  ? <Tag tone="bad"><Trans>Overdue since <Time value={report.dueAt} as="date" /></Trans></Tag>
                  : <Tag tone="info"><Trans>Due by <Time value={report.dueAt} as="date" /></Trans></Tag>}
              {canSubmit && isOpen(report) && (
                <Button size="sm" variant={report.submittedAt ? 'secondary' : 'primary'} onPress={() => write(report)}>
                  {report.submittedAt ? <Trans>Correct</Trans> : <Trans>Write</Trans>}
                </Button>
              )}
            </span>
          }
        >
          {report.submittedAt ? (
            <>
              <Facts
                columns={3}
                items={[
                  { label: t`People`, value: format.number(report.headcount ?? 0) },
                  { label: t`Revenue`, value: format.money(report.revenueFen ?? '0') },
                  { label: t`Investment received`, value: format.money(report.raisedFen ?? '0') },
                  { label: t`Paying customers`, value: format.number(report.payingCustomers ?? 0) },
                ]}
              />
              {report.highlights && <p className="pt-3 whitespace-pre-line">{report.highlights}</p>}
            </>
          ) : (
            <p className="text-muted"><Trans>People, revenue, investment and customers of the period.</Trans></p>
          )}
        </Panel>
      ))}
      {writing && <WriteReport report={writing} close={() => write(null)} />}
    </div>
  );
}

/** A report can be corrected until it is due; a late one can be handed in once. */
function isOpen(report: GrowthReport): boolean {
  return !report.submittedAt || new Date(report.dueAt) > new Date();
}

const YUAN = 100;

function WriteReport({ report, close }: { report: GrowthReport; close: () => void }) {
  const { t } = useLingui();
  const submit = useCommand(SubmitGrowthReportDocument, { refetch: ['TenancyCase'] });
  const [headcount, setHeadcount] = useState(report.headcount ?? null);
  const [revenue, setRevenue] = useState(report.revenueFen ? Number(report.revenueFen) / YUAN : null);
  const [raised, setRaised] = useState(report.raisedFen ? Number(report.raisedFen) / YUAN : null);
  const [customers, setCustomers] = useState(report.payingCustomers ?? null);
  const [highlights, setHighlights] = useState(report.highlights ?? '');
  const fen = (yuan: number): string => String(Math.round(yuan * YUAN));
  const isWhole = headcount !== null && revenue !== null && raised !== null && customers !== null;
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    await submit.send({
      input: {
        id: report.id, headcount, revenueFen: fen(revenue), raisedFen: fen(raised), payingCustomers: customers,
        highlights: highlights || null,
      },
    });
  }, close);
  return (
    <Dialog
      isOpen
      onClose={close}
      title={t`Growth report ${report.period}`}
      actions={
        <>
          <Button onPress={close}><Trans>Cancel</Trans></Button>
          <Button variant="primary" isDisabled={!isWhole} isPending={attempt.isBusy} onPress={() => void attempt.run()}><Trans>Hand in</Trans></Button>
        </>
      }
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField label={t`People at the end of the period`} value={headcount} onChange={setHeadcount} minValue={1} />
        <NumberField label={t`Paying customers`} value={customers} onChange={setCustomers} minValue={0} />
        <NumberField label={t`Revenue in the period (yuan)`} value={revenue} onChange={setRevenue} minValue={0} />
        <NumberField label={t`Investment received (yuan)`} value={raised} onChange={setRaised} minValue={0} />
      </div>
      <TextAreaField className="pt-4" label={t`What was reached`} value={highlights} onChange={setHighlights} />
      {attempt.failure && <p role="alert" className="pt-3 text-bad">{attempt.failure}</p>}
    </Dialog>
  );
}
