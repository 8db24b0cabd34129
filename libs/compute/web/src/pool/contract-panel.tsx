import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DateField, EmptyState, graphql, NumberField, Panel, ReasonDialog, Select, Skeleton, Tag, TextAreaField,
  TextField,
  Time, toast, useAttempt, useCan, useCommand, useFormat, useName,
} from '@wutong/core-web';
import { FileSignature } from 'lucide-react';
import { useState } from 'react';
import { addDays, className, dayOf, endOfDay } from '../gpu-hours';
import {
  EndSupplierContractDocument, SetSupplierPriceDocument, SignSupplierContractDocument, SupplierContractsDocument,
  type SupplierContractsQuery,
} from './contract-panel.graphql';
import { SaveDialog } from './save-dialog';

graphql`
  query SupplierContracts {
    supplierContracts {
      id organisationId number startsAt endsAt terms endedAt endReason
      prices { gpuClass fenPerGpuHour validFrom validUntil setByName }
    }
    organisations(kind: supplier, first: 200) { nodes { id nameZh nameEn } }
    gpuClasses { code name }
  }
  mutation SignSupplierContract($input: SignSupplierContractInput!) { signSupplierContract(input: $input) { id } }
  mutation EndSupplierContract($input: EndSupplierContractInput!) { endSupplierContract(input: $input) { id endedAt } }
  mutation SetSupplierPrice($input: SetSupplierPriceInput!) { setSupplierPrice(input: $input) { contractId validFrom } }
`;

type Contract = SupplierContractsQuery['supplierContracts'][number];
export type Price = Contract['prices'][number];

/** The suppliers' contracts with the history of their prices. */
export function ContractPanel() {
  const { t } = useLingui();
  const canManage = useCan('supplier-contract.manage');
  const { data } = useQuery(SupplierContractsDocument);
  const [isSigning, setSigning] = useState(false);
  const [priced, price] = useState<Contract | null>(null);
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
              {...(canManage ? { onPrice: () => price(contract), onEnd: () => end(contract) } : {})}
            />
          ))}
        </ul>
      )}
      {isSigning && data && <SignDialog data={data} onClose={() => setSigning(false)} />}
      {priced && data && <PriceDialog contract={priced} data={data} onClose={() => price(null)} />}
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

function ContractLine({ contract, data, onPrice, onEnd }: {
  contract: Contract; data: SupplierContractsQuery; onPrice?: () => void; onEnd?: () => void;
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
          <th scope="col" className="font-medium max-sm:hidden"><Trans>Set by</Trans></th>
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
            <td className="py-1.5 max-sm:hidden">{price.setByName}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface SubDialogProps {
  data: SupplierContractsQuery;
  onClose: () => void;
}

function SignDialog({ data, onClose }: SubDialogProps) {
  const { t } = useLingui();
  const nameOf = useName();
  const today = dayOf(Date.now());
  const [supplierId, setSupplier] = useState<string | null>(null);
  const [number, setNumber] = useState('');
  const [start, setStart] = useState<string | null>(today);
  const [end, setEnd] = useState<string | null>(addDays(today, 364));
  const [terms, setTerms] = useState('');
  const sign = useCommand(SignSupplierContractDocument, { refetch: ['SupplierContracts'] });
  const isWhole = supplierId !== null && number.trim() !== '' && start !== null && end !== null;
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    await sign.send({
      input: {
        supplierId, number: number.trim(), startsAt: new Date(`${start}T00:00:00+08:00`).toISOString(), endsAt: endOfDay(end),
        terms: terms.trim() || null,
      },
    });
    toast.done(t`The contract stands; set its prices next`);
  }, onClose);
  return (
    <SaveDialog title={t`New contract`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <Select
        label={t`Supplier`} isRequired value={supplierId} onChange={setSupplier}
        options={data.organisations.nodes.map((one) => ({ value: one.id, label: nameOf(one) }))}
      />
      <TextField label={t`Number of the contract`} isRequired value={number} onChange={setNumber} maxLength={80} />
      <div className="grid gap-4 sm:grid-cols-2">
        <DateField label={t`First day`} isRequired value={start} onChange={setStart} />
        <DateField label={t`Last day`} isRequired value={end} onChange={setEnd} />
      </div>
      <TextAreaField label={t`Terms in short`} value={terms} onChange={setTerms} maxLength={4000} />
    </SaveDialog>
  );
}

function PriceDialog({ contract, data, onClose }: SubDialogProps & { contract: Contract }) {
  const { t } = useLingui();
  const [gpuClass, setGpuClass] = useState<string | null>(contract.prices[0]?.gpuClass ?? null);
  const [yuan, setYuan] = useState<number | null>(null);
  const [from, setFrom] = useState<string | null>(dayOf(Date.now()));
  const set = useCommand(SetSupplierPriceDocument, { refetch: ['SupplierContracts', 'ComputePools'] });
  const isWhole = gpuClass !== null && yuan !== null && from !== null;
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    await set.send({
      input: {
        contractId: contract.id, gpuClass, fenPerGpuHour: String(Math.round(yuan * 100)),
        validFrom: new Date(`${from}T00:00:00+08:00`).toISOString(),
      },
    });
    toast.done(t`The price is set`);
  }, onClose);
  return (
    <SaveDialog title={t`Set a price of ${contract.number}`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <Select
        label={t`GPU class`} isRequired value={gpuClass} onChange={setGpuClass}
        options={data.gpuClasses.map((one) => ({ value: one.code, label: className(one.code) }))}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t`Yuan per GPU-hour`} isRequired value={yuan} onChange={setYuan} minValue={0}
          formatOptions={{ minimumFractionDigits: 2, maximumFractionDigits: 2 }} unit="¥"
        />
        <DateField label={t`Valid from`} isRequired value={from} onChange={setFrom} />
      </div>
      <p className="text-muted">
        <Trans>Earlier prices stay as they are: what was used before this day keeps its price.</Trans>
      </p>
    </SaveDialog>
  );
}
