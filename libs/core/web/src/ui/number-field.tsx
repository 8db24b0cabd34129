import { useLingui } from '@lingui/react/macro';
import { Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField';
import { groupClass } from './classes';
import { cx } from './cx';
import { ariaField, FieldHelp, FieldLabel, type FieldProps } from './field';

export interface NumberFieldProps extends FieldProps {
  /** `null` while empty. */
  value: number | null;
  onChange: (value: number | null) => void;
  onBlur?: (() => void) | undefined;
  minValue?: number;
  maxValue?: number;
  step?: number;
  formatOptions?: Intl.NumberFormatOptions;
  /** The unit after the number, such as GPU-hours. */
  unit?: ReactNode;
  placeholder?: string;
}

/** A number in the reader's own notation, with steppers and arrow keys. */
export function NumberField({ value, onChange, unit, placeholder, ...props }: NumberFieldProps) {
  const { t } = useLingui();
  return (
    <AriaNumberField
      {...ariaField(props)}
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
    >
      <FieldLabel {...props} />
      <Group className={groupClass}>
        <Input placeholder={placeholder} className="tabular min-w-0 flex-1 bg-transparent px-2.5 py-1 outline-none" />
        {unit && <span className="px-2 text-muted">{unit}</span>}
        <span className="flex self-stretch border-l border-line">
          <Button slot="decrement" aria-label={t`Less`} className={stepper}>
            <Minus aria-hidden className="size-3.5" />
          </Button>
          <Button slot="increment" aria-label={t`More`} className={cx(stepper, 'border-l border-line')}>
            <Plus aria-hidden className="size-3.5" />
          </Button>
        </span>
      </Group>
      <FieldHelp {...props} />
    </AriaNumberField>
  );
}

const stepper = 'flex w-7 items-center justify-center text-muted hover:bg-sunken hover:text-fg disabled:opacity-40';
