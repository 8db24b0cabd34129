import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import {
  DataTable, FailureWords, Figure, Figures, graphql, HrefLink, PageHeader, Panel, Skeleton, toWords, useFormat, useName, useViewer,
  type Column,
} from '@wutong/core-web';
import { Download } from 'lucide-react';
import { className } from '../gpu-hours';
import { ChargeStatementDocument, type ChargeStatementQuery } from './charge-statement.page.graphql';
import { monthName, useChargeWords } from './charge-words';
import { HowCharged } from './how-charged';

graphql`
  query ChargeStatement($id: ID!) {
    chargeStatement(id: $id) {
      id number month chargedFen fundedFen dueFen closedAt
      organisation { id nameZh nameEn }
      lines { id kind usageMonth grantId requestNumber poolNameZh poolNameEn gpuClass gpuMh amountFen reason }
      funding { id programme kind gpuClass amountFen }
    }
  }
`;

type Statement = ChargeStatementQuery['chargeStatement'];
type Line = Statement['lines'][number];

/** A month of a tenant: what was charged for what, what funding paid, what is due. */
export function Page() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const { id } = useParams({ strict: false }) as { id: string };
  const isStaff = useViewer().actingFor?.organisationKind === 'centre';
  const { data, error, refetch } = useQuery(ChargeStatementDocument, { variables: { id } });
  if (!data) {
    return error ? <FailureWords words={toWords(error)} retry={() => void refetch()} /> : <Skeleton className="h-96 rounded-card" />;
  }
  const statement = data.chargeStatement;
  const month = monthName(format, statement.month);
  return (
    <>
      <PageHeader
        crumbs={[isStaff ? { label: t`Charges`, href: '/compute/charges' } : { label: t`Costs`, href: '/compute/costs' }, { label: month }]}
        title={t`Statement of ${month}`}
        status={<span className="text-muted">{nameOf(statement.organisation)} · <span className="tabular">{statement.number}</span></span>}
        actions={<Downloads id={statement.id} />}
      />
      <div className="flex flex-col gap-4">
        <Figures>
          <Figure label={t({ message: 'Charged', context: 'statement' })} value={format.money(statement.chargedFen)} />
          <Figure label={t`Paid by funding`} value={format.money(statement.fundedFen)} />
          <Figure label={t({ message: 'Due', context: 'statement' })} value={format.money(statement.dueFen)} help={<HowCharged />} />
        </Figures>
        <Lines lines={statement.lines} />
        <Funding funding={statement.funding} />
      </div>
    </>
  );
}

function Downloads({ id }: { id: string }) {
  const { t } = useLingui();
  const files = [['pdf', t`PDF`], ['csv', t`CSV`], ['focus', t`FOCUS 1.2`]] as const;
  return (
    <>
      {files.map(([format, label]) => (
        <a
          key={format} href={`/v1/statements/${id}/${format}`} download
          className="inline-flex h-8 items-center gap-1.5 rounded-control border border-line bg-surface px-3 font-medium hover:bg-hover"
        >
          <Download aria-hidden className="size-4" />
          {label}
        </a>
      ))}
    </>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useChargeWords();
  const note = (line: Line): string => {
    const month = monthName(format, line.usageMonth);
    if (line.kind === 'correction') return t`Late records or prices of ${month}`;
    if (line.kind === 'refund') return t`${line.reason ?? ''} jobs ended by a failed node`;
    if (line.kind === 'cap') return t`Nothing is charged above ${line.reason ?? ''}`;
    return line.reason ?? '';
  };
  const columns: Column<Line>[] = [
    {
      id: 'what', header: t({ message: 'What', context: 'charge' }),
      cell: (line) => (
        <span>
          {words.kind(line.kind)}
          {line.poolNameZh && ` · ${nameOf({ nameZh: line.poolNameZh, nameEn: line.poolNameEn ?? '' })}`}
          {note(line) && <span className="block text-caption text-muted">{note(line)}</span>}
        </span>
      ),
    },
    { id: 'class', header: t`GPU class`, width: '7rem', from: 'sm', cell: (line) => (line.gpuClass ? className(line.gpuClass) : '–') },
    {
      id: 'request', header: t`Request`, width: '9rem', from: 'md',
      cell: (line) => (line.grantId && line.requestNumber ? <HrefLink href={`/compute/requests/${line.grantId}`}>{line.requestNumber}</HrefLink> : '–'),
    },
    {
      id: 'hours', header: t`GPU-hours`, width: '8rem', from: 'sm', align: 'end',
      cell: (line) => (line.gpuMh === '0' ? '–' : format.gpuHours(line.gpuMh, 3)),
    },
    { id: 'amount', header: t({ message: 'Amount', context: 'money' }), width: '9rem', align: 'end', cell: (line) => format.money(line.amountFen) },
  ];
  return (
    <Panel title={t({ message: 'Charges', context: 'statement' })} isFlush>
      <DataTable label={t({ message: 'Charges', context: 'statement' })} columns={columns} rows={lines} rowId={(line) => line.id} rowName={(line) => words.kind(line.kind)} />
    </Panel>
  );
}

function Funding({ funding }: { funding: Statement['funding'] }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useChargeWords();
  type Row = Statement['funding'][number];
  const columns: Column<Row>[] = [
    { id: 'programme', header: t`Programme`, cell: (row) => row.programme },
    { id: 'kind', header: t({ message: 'Kind', context: 'funding' }), width: '8rem', from: 'sm', cell: (row) => words.funding(row.kind) },
    { id: 'class', header: t`GPU class`, width: '7rem', from: 'sm', cell: (row) => (row.gpuClass ? className(row.gpuClass) : '–') },
    { id: 'amount', header: t({ message: 'Amount', context: 'money' }), width: '9rem', align: 'end', cell: (row) => format.money(String(-BigInt(row.amountFen))) },
  ];
  return (
    <Panel title={t`Paid by funding`} isFlush={funding.length > 0}>
      {funding.length === 0 ? (
        <p className="text-muted"><Trans>No funding was used this month.</Trans></p>
      ) : (
        <DataTable label={t`Paid by funding`} columns={columns} rows={funding} rowId={(row) => row.id} rowName={(row) => row.programme} isCompact />
      )}
    </Panel>
  );
}
