import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Tag, useFormat, type Format } from '@wutong/core-web';
import { fenOf, useBillWords } from './bill-words';
import type { ComparisonLine, ReconciliationCase } from './reconciliation.query';

interface ComparisonTableProps {
  reconciliation: ReconciliationCase;
  lines: readonly ComparisonLine[];
  onOpen: (line: ComparisonLine) => void;
  onMatch?: ((line: ComparisonLine) => void) | undefined;
}

/** The three sides of each line, side by side: metered, billed, and (for the centre) charged to tenants. */
export function ComparisonTable({ reconciliation, lines, onOpen, onMatch }: ComparisonTableProps) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useBillWords();
  const isStaff = reconciliation.chargedUfen != null;
  const most = lines.reduce((max, { meteredUfen, billedUfen }) => Math.max(max, Number(meteredUfen), Number(billedUfen)), 1);
  const codeOf = (line: ComparisonLine) => reconciliation.pools.find(({ id }) => id === line.poolId)?.code ?? nameOf(line);
  const nameOf = ({ kind, matchKey }: ComparisonLine) => (kind === 'unmatched' ? matchKey || t`No name` : words.cause(kind).label);
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-table">
        <thead>
          <tr className="h-9 text-left text-caption text-muted">
            <th scope="col" className="px-4 font-medium"><Trans>Pool and day</Trans></th>
            <th scope="col" className="px-3 text-right font-medium max-sm:px-1.5"><Trans>Metered, at contract price</Trans></th>
            <th scope="col" className="px-3 text-right font-medium max-sm:px-1.5"><Trans>Billed</Trans></th>
            {isStaff && <th scope="col" className="px-3 text-right font-medium max-md:hidden"><Trans>Charged to tenants</Trans></th>}
            <th scope="col" className="px-3 text-right font-medium max-sm:pl-1.5"><Trans context="bill">Difference</Trans></th>
            <th scope="col" className="px-4 font-medium max-sm:hidden"><Trans>Why</Trans></th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.no} className="border-t border-line align-top">
              <td className="px-4 py-2">
                <span className="-ml-2.5 inline-block"><Button variant="quiet" size="sm" onPress={() => onOpen(line)}>{codeOf(line)}</Button></span>
                <span className="tabular block text-caption text-muted">
                  {days(format, line)}
                  {line.kind !== 'use' && <> · <Plural value={line.billLines} one="# line" other="# lines" /></>}
                </span>
              </td>
              <Side mh={line.meteredMh} ufen={line.meteredUfen} most={most} colour="var(--chart-1)" isNothing={line.kind !== 'use'} />
              <Side mh={line.billedMh} ufen={line.billedUfen} most={most} colour="var(--chart-2)" isNothing={line.billLines === 0 && line.kind === 'use'} />
              {isStaff && <td className="tabular px-3 py-2 text-right max-md:hidden">{line.kind === 'use' && line.chargedUfen != null ? format.money(fenOf(line.chargedUfen)) : '–'}</td>}
              <td className="tabular px-3 py-2 text-right max-sm:pl-1.5">
                <span className={`whitespace-nowrap ${line.isWithin ? 'text-muted' : 'font-medium'}`}>{signed(format, BigInt(line.billedUfen) - BigInt(line.meteredUfen))}</span>
                {!line.isWithin && line.kind === 'use' && <Parts line={line} />}
              </td>
              <td className="px-4 py-2 max-sm:hidden">
                <span className="flex flex-wrap items-center gap-1.5">
                  {line.causes.map((cause) => <Tag key={cause} tone={words.cause(cause).tone}>{words.cause(cause).label}</Tag>)}
                  {line.kind === 'unmatched' && onMatch && <Button size="sm" onPress={() => onMatch(line)}><Trans>Match to a pool</Trans></Button>}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function days(format: Format, { firstDay, lastDay }: ComparisonLine): string {
  if (!firstDay || !lastDay) return '';
  const noon = (day: string) => `${day}T12:00:00+08:00`;
  return firstDay === lastDay ? format.day(noon(firstDay)) : `${format.day(noon(firstDay))} – ${format.day(noon(lastDay))}`;
}

function signed(format: Format, ufen: bigint): string {
  const fen = fenOf(String(ufen));
  return fen === 0n ? '–' : `${fen > 0n ? '+' : ''}${format.money(fen)}`;
}

/** What of a difference the quantity makes, and what the price. */
function Parts({ line }: { line: ComparisonLine }) {
  const format = useFormat();
  const quantity = BigInt(line.quantityUfen);
  const price = BigInt(line.billedUfen) - BigInt(line.meteredUfen) - quantity;
  if (fenOf(String(quantity)) === 0n || fenOf(String(price)) === 0n) return null;
  return (
    <span className="block text-caption text-muted">
      <Trans>quantity {signed(format, quantity)}, price {signed(format, price)}</Trans>
    </span>
  );
}

interface SideProps {
  mh: string | null | undefined;
  ufen: string;
  most: number;
  colour: string;
  isNothing: boolean;
}

/** An amount with its bar, and the GPU-hours under it. */
function Side({ mh, ufen, most, colour, isNothing }: SideProps) {
  const format = useFormat();
  if (isNothing) return <td className="px-3 py-2 text-right text-muted">–</td>;
  const width = Math.max(0, Math.min(100, (100 * Number(ufen)) / most));
  return (
    <td className="tabular px-3 py-2 text-right max-sm:px-1.5 sm:min-w-28">
      {format.money(fenOf(ufen))}
      <span aria-hidden className="mt-1 flex h-1.5 justify-end overflow-hidden rounded-full bg-sunken">
        <span className="block h-full rounded-full" style={{ width: `${width}%`, background: colour }} />
      </span>
      {mh != null && <span className="block text-caption text-muted max-sm:hidden"><Trans>{format.gpuHours(mh)} GPU-hours</Trans></span>}
    </td>
  );
}
