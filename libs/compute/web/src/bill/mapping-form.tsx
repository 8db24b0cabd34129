import { Trans, useLingui } from '@lingui/react/macro';
import { NumberField, RadioGroup, Select, type Option } from '@wutong/core-web';
import type { BillField, BillMappingInput, BillQuantityUnit } from './bill-new.page.graphql';

/** Our fields in the order in which a bill is read; the first ones matter most. */
export const FIELDS: readonly BillField[] = [
  'start', 'end', 'amount', 'tax', 'quantity', 'gpus', 'unitPrice', 'cluster', 'gpuClass', 'sku', 'resource', 'category', 'lineId', 'description',
];
const NEEDED: readonly string[] = ['start', 'amount'];
const NONE = '';

export function useFieldNames(): Record<BillField, string> {
  const { t } = useLingui();
  return {
    start: t`Start or day`, end: t({ message: 'End', context: 'bill' }), amount: t({ message: 'Amount', context: 'bill' }),
    tax: t`Tax beside it`, quantity: t({ message: 'Quantity', context: 'bill' }), gpus: t`Number of GPUs`, unitPrice: t`Unit price`,
    cluster: t`Pool or cluster`, gpuClass: t`GPU class`, sku: t`Article (SKU)`, resource: t`Resource`, category: t`Kind of charge`,
    lineId: t`Line’s number`, description: t`Description`,
  };
}

interface MappingFormProps {
  headers: readonly string[];
  mapping: BillMappingInput;
  onChange: (mapping: BillMappingInput) => void;
}

/** Says which column is what; what it leads to is shown beside at once. */
export function MappingForm({ headers, mapping, onChange }: MappingFormProps) {
  const { t } = useLingui();
  const names = useFieldNames();
  const columnOf = (field: BillField) => mapping.columns.find((one) => one.field === field)?.column ?? NONE;
  const options: Option<string>[] = [{ value: NONE, label: t`— none —` }, ...headers.map((header) => ({ value: header, label: header }))];
  const choose = (field: BillField, column: string) => {
    const others = mapping.columns.filter((one) => one.field !== field);
    onChange({ ...mapping, columns: column === NONE ? others : [...others, { field, column }] });
  };
  const units: Option<BillQuantityUnit>[] = [
    { value: 'gpu_hour', label: t`GPU-hours` }, { value: 'node_hour', label: t`Node-hours` }, { value: 'gpu_day', label: t`GPU-days` },
    { value: 'gpu_second', label: t`GPU-seconds` },
  ];
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 xl:grid-cols-4">
        {FIELDS.map((field) => (
          <Select
            key={field} label={names[field]} isRequired={NEEDED.includes(field)} options={options} value={columnOf(field)}
            onChange={(column) => choose(field, column)}
          />
        ))}
      </div>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 xl:grid-cols-4">
        <Select label={t`Unit of the quantity`} options={units} value={mapping.quantityUnit} onChange={(quantityUnit) => onChange({ ...mapping, quantityUnit })} />
        {mapping.quantityUnit === 'node_hour' && (
          <NumberField
            label={t`GPUs in a node`} value={mapping.gpusPerNode} minValue={1} maxValue={64}
            onChange={(gpusPerNode) => onChange({ ...mapping, gpusPerNode: gpusPerNode ?? 8 })}
          />
        )}
        <RadioGroup
          label={t`Amounts are in`} value={mapping.amountUnit} onChange={(amountUnit) => onChange({ ...mapping, amountUnit: amountUnit as 'yuan' | 'fen' })}
          options={[{ value: 'yuan', label: t`Yuan` }, { value: 'fen', label: t`Fen` }]}
        />
        <RadioGroup
          label={t`Times without a zone are of`} value={mapping.timeZone} onChange={(timeZone) => onChange({ ...mapping, timeZone })}
          options={[{ value: 'Asia/Shanghai', label: t`Beijing time` }, { value: 'UTC', label: 'UTC' }]}
        />
      </div>
      <p className="text-caption text-muted"><Trans>Remembered for this supplier: the next file with these columns is read the same way.</Trans></p>
    </div>
  );
}
