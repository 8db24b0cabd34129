import { Trans, useLingui } from '@lingui/react/macro';
import { EmptyState, HrefLink, Time, useFormat } from '@wutong/core-web';
import { ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Line } from './statement-lines';

interface StatementTableProps {
  lines: readonly Line[];
  label: string;
  /** Whether what lies behind a line is one's own to open. */
  linksToRequests?: boolean;
}

/** Why a balance is what it is: when, what, by how much, and what there was right after it. */
export function StatementTable({ lines, label, linksToRequests = true }: StatementTableProps) {
  const { t } = useLingui();
  const format = useFormat();
  if (lines.length === 0) {
    return (
      <EmptyState icon={<ScrollText />} title={<Trans>No entries yet</Trans>}>
        <Trans>Each change of the balance is one entry here: hours given, held for a request, used by jobs, gone back.</Trans>
      </EmptyState>
    );
  }
  return (
    <table aria-label={label} className="w-full border-collapse text-table">
      <thead>
        <tr className="h-9 border-b border-line text-left text-caption text-muted">
          <th scope="col" className="px-4 font-medium"><Trans>What happened</Trans></th>
          <th scope="col" className="px-3 text-right font-medium max-sm:hidden"><Trans>Amount</Trans></th>
          <th scope="col" className="px-3 text-right font-medium max-md:hidden">{t({ message: 'Held after', context: 'balance' })}</th>
          <th scope="col" className="px-4 text-right font-medium">{t({ message: 'Left after', context: 'balance' })}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id} className="border-b border-line align-top last:border-b-0">
            <td className="px-4 py-2.5">
              <Cause line={line} isLink={linksToRequests} />
              <span className="block text-caption text-muted"><Time value={line.at} /></span>
              <span className="block sm:hidden"><Amounts line={line} /></span>
            </td>
            <td className="tabular px-3 py-2.5 text-right max-sm:hidden"><Amounts line={line} /></td>
            <td className="tabular px-3 py-2.5 text-right text-muted max-md:hidden">{format.gpuHours(line.heldAfter, 2)}</td>
            <td className="tabular px-4 py-2.5 text-right font-medium">{format.gpuHours(line.leftAfter, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cause({ line: { memo, event, causeType, causeId }, isLink }: { line: Line; isLink: boolean }): ReactNode {
  const words = memo ?? event;
  return causeType === 'compute_request' && isLink ? <HrefLink href={`/compute/requests/${causeId}`}>{words}</HrefLink> : words;
}

/** What changed, each part in words with its sign. */
function Amounts({ line: { given, used, held } }: { line: Line }): ReactNode {
  const format = useFormat();
  const say = (amount: bigint) => format.gpuHours(amount < 0n ? -amount : amount, 2);
  return (
    <span className="tabular flex flex-col sm:items-end">
      {given > 0n && <span className="text-ok"><Trans>+{say(given)} given</Trans></span>}
      {given < 0n && <span className="text-bad"><Trans>−{say(given)} taken back</Trans></span>}
      {used > 0n && <span><Trans>{say(used)} used</Trans></span>}
      {used < 0n && <span><Trans>{say(used)} of use corrected</Trans></span>}
      {held > 0n && <span><Trans>{say(held)} held</Trans></span>}
      {held < 0n && used === 0n && <span><Trans>{say(held)} let go</Trans></span>}
    </span>
  );
}
