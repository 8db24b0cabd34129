import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink, graphql, HrefLink, NeedsList, Panel, Skeleton, Tag, useFormat } from '@wutong/core-web';
import { monthName } from '../charge/charge-words';
import { SupplierHomeDocument } from './supplier-card.graphql';
import { fenOf, useBillWords } from './bill-words';

graphql`
  query SupplierHome {
    reconciliations(first: 6) { nodes { id month round state billedUfen differences } }
  }
`;

/** A supplier's months at a glance: what of its bills wants an answer, and how the others stand. */
export function SupplierCard() {
  const { t } = useLingui();
  const format = useFormat();
  const words = useBillWords();
  const { data } = useQuery(SupplierHomeDocument, { fetchPolicy: 'cache-and-network' });
  const months = data?.reconciliations.nodes;
  const count = (state: string) => months?.filter((one) => one.state === state).length ?? 0;
  return (
    <Panel
      title={t`Our bills`} isFlush
      actions={<ButtonLink to="/compute/bills/new" size="sm" variant="primary"><Trans>Send a bill</Trans></ButtonLink>}
    >
      {!months ? <Skeleton className="m-4 h-24" /> : (
        <>
          <NeedsList
            needs={[
              { id: 'disputed', label: <Plural value={count('disputed')} one="month is disputed and wants our answer" other="months are disputed and want our answer" />, count: count('disputed'), to: '/compute/bills?state=disputed', tone: 'warn' },
              { id: 'due', label: <Plural value={count('correction_due')} one="corrected bill is to be sent" other="corrected bills are to be sent" />, count: count('correction_due'), to: '/compute/bills?state=correction_due', tone: 'warn' },
            ]}
          />
          <ul className="divide-y divide-line border-t border-line">
            {months.map((one) => (
              <li key={one.id} className="flex items-center justify-between gap-3 px-4 py-2.5">
                <HrefLink href={`/compute/bills/${one.id}`} className="tabular font-medium hover:underline">{monthName(format, one.month.slice(0, 7))}</HrefLink>
                <span className="tabular flex-1 text-right">{format.money(fenOf(one.billedUfen))}</span>
                <Tag tone={words.state(one.state).tone}>{words.state(one.state).label}</Tag>
              </li>
            ))}
            {months.length === 0 && <li className="px-4 py-3 text-muted"><Trans>Send the bill of the last month; you see here how it is checked.</Trans></li>}
          </ul>
        </>
      )}
    </Panel>
  );
}
