import { useLingui } from '@lingui/react/macro';
import { DateField, NumberField } from '@wutong/core-web';

interface PriceFieldsProps {
  yuan: number | null;
  onYuan: (yuan: number | null) => void;
  from: string | null;
  onFrom: (from: string | null) => void;
}

/** A price of a GPU-hour, and the day from which it holds. */
export function PriceFields({ yuan, onYuan, from, onFrom }: PriceFieldsProps) {
  const { t } = useLingui();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <NumberField
        label={t`Yuan per GPU-hour`} isRequired value={yuan} onChange={onYuan} minValue={0}
        formatOptions={{ minimumFractionDigits: 2, maximumFractionDigits: 2 }} unit="¥"
      />
      <DateField label={t`Valid from`} isRequired value={from} onChange={onFrom} />
    </div>
  );
}
