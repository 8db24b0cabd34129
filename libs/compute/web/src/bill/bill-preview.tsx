import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Notice, Panel, Tag, useFormat } from '@wutong/core-web';
import { fenOf } from './bill-words';
import type { BillPreviewQuery } from './bill-new.page.graphql';

type Preview = BillPreviewQuery['billPreview'];

interface Problem {
  line: number;
  column?: string | null;
  message: string;
}

const MOST_TOLD = 20;

/** What is wrong in the file, by line and column. */
export function ProblemList({ problems, title }: { problems: readonly Problem[]; title?: string }) {
  const { t } = useLingui();
  return (
    <Notice tone="bad" title={title ?? <Plural value={problems.length} one="# thing is wrong in the file" other="# things are wrong in the file" />}>
      <ul className="flex list-disc flex-col gap-0.5 pt-1.5 pl-5">
        {problems.slice(0, MOST_TOLD).map((problem, index) => (
          <li key={index}>
            <span className="tabular font-medium">
              {[problem.line > 0 && t`Line ${problem.line}`, problem.column].filter(Boolean).join(' · ')}
              {(problem.line > 0 || problem.column) && ': '}
            </span>
            {problem.message}
          </li>
        ))}
        {problems.length > MOST_TOLD && <li><Trans>and {problems.length - MOST_TOLD} more</Trans></li>}
      </ul>
    </Notice>
  );
}

/** The file's first rows as they stand, with what each column is read as. */
export function FileRows({ preview, names }: { preview: Preview; names: Readonly<Record<string, string>> }) {
  const { t } = useLingui();
  const { headers, rows, mapping, encoding, headerLine } = preview;
  const field = (header: string) => mapping?.columns.find(({ column }) => column === header)?.field;
  return (
    <Panel
      title={t`In the file`} isFlush
      actions={<span className="text-caption text-muted"><Trans>{encoding.toUpperCase()}, header in line {headerLine}</Trans></span>}
    >
      <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={t`First rows of the file`}>
        <table className="w-max min-w-full border-collapse text-table">
          <thead className="sticky top-0 bg-surface">
            <tr className="text-left align-bottom">
              <th scope="col" className="px-3 py-1.5 text-right text-caption font-medium text-muted">#</th>
              {headers.map((header) => {
                const is = field(header);
                return (
                  <th key={header} scope="col" className="px-3 py-1.5 font-medium">
                    {is && <span className="block pb-0.5"><Tag tone="primary">{names[is] ?? is}</Tag></span>}
                    {header}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, cells }) => (
              <tr key={line} className="border-t border-line">
                <td className="tabular px-3 py-1 text-right text-muted">{line}</td>
                {headers.map((header, index) => <td key={header} className="max-w-64 truncate px-3 py-1">{cells[index]}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** The same rows as they will be taken in. */
export function ReadLines({ preview }: { preview: Preview }) {
  const { t } = useLingui();
  const format = useFormat();
  const { lines } = preview;
  return (
    <Panel title={t`As it is read`} isFlush>
      {lines.length === 0 ? (
        <p className="p-4 text-muted"><Trans>No line can be read yet: choose the columns, or mend the file.</Trans></p>
      ) : (
        <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={t`Lines as they are read`}>
          <table className="w-max min-w-full border-collapse text-table">
            <thead className="sticky top-0 bg-surface text-left text-caption text-muted">
              <tr>
                <th scope="col" className="px-3 py-2 text-right font-medium">#</th>
                <th scope="col" className="px-3 py-2 font-medium"><Trans>From – to</Trans></th>
                <th scope="col" className="px-3 py-2 font-medium"><Trans>What</Trans></th>
                <th scope="col" className="px-3 py-2 text-right font-medium"><Trans>GPU-hours</Trans></th>
                <th scope="col" className="px-3 py-2 text-right font-medium"><Trans context="bill">Amount</Trans></th>
                <th scope="col" className="px-3 py-2 text-right font-medium"><Trans context="bill">Tax</Trans></th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.line} className="border-t border-line">
                  <td className="tabular px-3 py-1 text-right text-muted">{line.line}</td>
                  <td className="tabular px-3 py-1">{format.range(line.startsAt, new Date(Math.max(Date.parse(line.startsAt), Date.parse(line.endsAt) - 1)))}</td>
                  <td className="px-3 py-1">{[line.cluster, line.gpuClass, line.sku, line.resource].filter(Boolean).join(' · ') || line.description}</td>
                  <td className="tabular px-3 py-1 text-right">{line.gpuMh === null || line.gpuMh === undefined ? '–' : format.gpuHours(line.gpuMh)}</td>
                  <td className="tabular px-3 py-1 text-right">{format.money(fenOf(line.amountUfen))}</td>
                  <td className="tabular px-3 py-1 text-right">{line.taxUfen === '0' ? '–' : format.money(fenOf(line.taxUfen))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
