import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import {
  Button, EmptyState, graphql, lazyPart, Panel, ReasonDialog, Skeleton, Tag, Time, useCan, useCommand, useFormat, useName,
} from '@wutong/core-web';
import { FileSignature } from 'lucide-react';
import { useState } from 'react';
import { className } from '../gpu-hours';
import { EndSupplierContractDocument, SupplierContractsDocument, type SupplierContractsQuery } from './contract-panel.graphql';

graphql`
  query SupplierContracts {
    supplierContracts {
      id organisationId number startsAt endsAt terms answerDays endedAt endReason
      prices { gpuClass fenPerGpuHour validFrom validUntil setByName }
    }
    organisations(kind: supplier, first: 200) { nodes { id nameZh nameEn } }
    gpuClasses { code name }
  }
  mutation EndSupplierContract($input: EndSupplierContractInput!) { endSupplierContract(input: $input) { id endedAt } }
`;

export type Contract = SupplierContractsQuery['supplierContracts'][number];
export type Price = Contract['prices'][number];

const SignDialog = lazyPart(() => import('./contract-dialogs').then((all) => all.SignDialog));
const AnswerDaysDialog = lazyPart(() => import('./contract-dialogs').then((all) => all.AnswerDaysDialog));
const PriceDialog = lazyPart(() => import('./contract-dialogs').then((all) => all.PriceDialog));

/** The suppliers' contracts with the history of their prices. */
export function ContractPanel() {
  const { t } = useLingui();
  const canManage = useCan('supplier-contract.manage');
  const { data } = useQuery(SupplierContractsDocument);
  const [isSigning, setSigning] = useState(false);
  const [priced, price] = useState<Contract | null>(null);
  const [timed, time] = useState<Contract | null>(null);
  const [ending, end] = useState<Contract | null>(null);
  const stop = useCommand(EndSupplierContractDocument, { refetch: ['SupplierContracts', 'ComputePools'] });
  return (
    <Panel
      title={t`Suppliers, contracts and prices`}
      isFlush
      actions={canManage && <Button size="sm" onPress={() => setSigning(true)}><Trans>New contract</Trans></Button>}
    >
      {!data ? (
        <Skeleton className="m-4 h-32" />
      ) : data.supplierContracts.length === 0 ? (
        <EmptyState icon={<FileSignature />} title={<Trans>No contracts yet</Trans>}>
          <Trans>Register a supplier under “Organisations”, then sign its contract here and set its prices.</Trans>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {data.supplierContracts.map((contract) => (
            <ContractLine
              key={contract.id} contract={contract} data={data}
              {...(canManage ? { onPrice: () => price(contract), onAnswerDays: () => time(contract), onEnd: () => end(contract) } : {})}
            />
          ))}
        </ul>
      )}
      {isSigning && data && <SignDialog data={data} onClose={() => setSigning(false)} />}
      {priced && data && <PriceDialog contract={priced} data={data} onClose={() => price(null)} />}
      {timed && <AnswerDaysDialog contract={timed} onClose={() => time(null)} />}
      {ending && (
        <ReasonDialog
          title={t`End contract ${ending.number}`} isOpen isDanger onClose={() => end(null)} confirmLabel={t`End the contract`}
          readers={t`Kept with the contract.`}
          onConfirm={async (reason) => void (await stop.send({ input: { contractId: ending.id, reason } }))}
        />
      )}
    </Panel>
  );
}

function ContractLine({ contract, data, onPrice, onAnswerDays, onEnd }: {
  contract: Contract; data: SupplierContractsQuery; onPrice?: () => void; onAnswerDays?: () => void; onEnd?: () => void;
}) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const [isOpen, setOpen] = useState(false);
  const supplier = data.organisations.nodes.find(({ id }) => id === contract.organisationId);
  const now = Date.now();
  const isOver = Boolean(contract.endedAt) || Date.parse(contract.endsAt) < now;
  const inForce = contract.prices.filter((price) => Date.parse(price.validFrom) <= now && (!price.validUntil || Date.parse(price.validUntil) > now));
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <span className="font-medium">{supplier ? nameOf(supplier) : contract.number}</span>
            {isOver
              ? <Tag>{t({ message: 'Ended', context: 'contract' })}</Tag>
              : <Tag tone="ok">{t({ message: 'In force', context: 'contract' })}</Tag>}
          </p>
          <p className="text-caption text-muted">
            <span className="tabular">{contract.number}</span> · {format.range(contract.startsAt, new Date(Date.parse(contract.endsAt) - 1))}
            {' · '}<Plural value={contract.answerDays} one="# day to answer a dispute" other="# days to answer a dispute" />
            {contract.endReason && ` · ${contract.endReason}`}
          </p>
          <p className="flex flex-wrap gap-x-4">
            {inForce.map((price) => (
              <span key={price.gpuClass} className="tabular">
                {className(price.gpuClass)} <strong className="font-semibold">{format.money(price.fenPerGpuHour)}</strong>
                <span className="text-muted"> <Trans>per GPU-hour</Trans></span>
              </span>
            ))}
          </p>
        </div>
        <span className="flex flex-wrap gap-2">
          {contract.prices.length > 0 && (
            <Button size="sm" variant="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
              <Trans>Price history</Trans>
            </Button>
          )}
          {onAnswerDays && !isOver && <Button size="sm" variant="quiet" onPress={onAnswerDays}><Trans>Time to answer</Trans></Button>}
          {onEnd && !isOver && <Button size="sm" variant="danger-quiet" onPress={onEnd}><Trans context="contract">End</Trans></Button>}
          {onPrice && !isOver && <Button size="sm" onPress={onPrice}><Trans>Set a price</Trans></Button>}
        </span>
      </div>
      {isOpen && <PriceHistory prices={contract.prices} />}
    </li>
  );
}

export function PriceHistory({ prices }: { prices: readonly Price[] }) {
  const format = useFormat();
  return (
    <table className="w-full border-collapse text-table">
      <thead>
        <tr className="h-8 text-left text-caption text-muted">
          <th scope="col" className="pr-3 font-medium"><Trans>GPU class</Trans></th>
          <th scope="col" className="pr-3 font-medium"><Trans>Valid from</Trans></th>
          <th scope="col" className="pr-3 text-right font-medium"><Trans>Price per GPU-hour</Trans></th>
          <th scope="col" className="w-40 pl-6 font-medium max-sm:hidden"><Trans>Set by</Trans></th>
        </tr>
      </thead>
      <tbody>
        {prices.map((price) => (
          <tr key={`${price.gpuClass} ${price.validFrom}`} className="border-t border-line">
            <td className="py-1.5 pr-3">{className(price.gpuClass)}</td>
            <td className="py-1.5 pr-3">
              <Time value={price.validFrom} as="date" />
              {price.validUntil && <> – <Time value={price.validUntil} as="date" /></>}
            </td>
            <td className="tabular py-1.5 pr-3 text-right">{format.money(price.fenPerGpuHour)}</td>
            <td className="py-1.5 pl-6 max-sm:hidden">{price.setByName}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
