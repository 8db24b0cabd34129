import { useLingui } from '@lingui/react/macro';
import { COUNTRY_CODES, describeUnit, PROVINCES, type ColumnDefinition } from '@wutong/core-shared';
import { useCallback, useMemo } from 'react';
import { FileDrop } from '../files/file-drop';
import type { UploadedFile } from '../files/upload';
import { matches } from '../shell/palette-filter';
import { Checkbox, CheckboxGroup } from '../ui/checkbox';
import { Combobox } from '../ui/combobox';
import { DateField, DateRangeField, MonthField, type DayRange } from '../ui/date-field';
import type { FieldProps } from '../ui/field';
import { NumberField } from '../ui/number-field';
import type { Option } from '../ui/option';
import { RadioGroup } from '../ui/radio-group';
import { Select } from '../ui/select';
import { TextAreaField, TextField } from '../ui/text-field';
import { useSay } from './say';

export interface FieldInputProps {
  field: ColumnDefinition;
  value: unknown;
  onChange: (value: unknown) => void;
  onBlur?: () => void;
  error?: string | undefined;
  isRequired: boolean;
  isReadOnly?: boolean;
  /** Purpose of files sent from this form. */
  filePurpose: string;
  /** What is known of the files among the answers. */
  files: ReadonlyMap<string, UploadedFile>;
  onUploaded: (file: UploadedFile) => void;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : '');
const asNumber = (value: unknown) => (typeof value === 'number' ? value : null);
const asList = (value: unknown) => (Array.isArray(value) ? (value as string[]) : []);

/** The control for one answer of a form, by the kind of its field. */
export function FieldInput(props: FieldInputProps) {
  const { t } = useLingui();
  const say = useSay();
  const { field, value, onChange, onBlur } = props;
  const common: FieldProps & { onBlur?: () => void } = {
    label: say(field.label),
    help: field.help ? say(field.help) : undefined,
    error: props.error,
    isRequired: props.isRequired,
    isReadOnly: props.isReadOnly,
    ...(onBlur ? { onBlur } : {}),
  };
  const placeholder = field.placeholder ? { placeholder: say(field.placeholder) } : {};
  const optionsOf = (options: readonly { value: string; label: { en: string; 'zh-CN': string }; help?: { en: string; 'zh-CN': string } }[]) =>
    options.map((option): Option => ({ value: option.value, label: say(option.label), ...(option.help ? { help: say(option.help) } : {}) }));

  switch (field.type) {
    case 'text':
    case 'organisationId':
      return <TextField {...common} {...placeholder} value={asText(value)} onChange={onChange} />;
    case 'email':
      return <TextField {...common} {...placeholder} type="email" autoComplete="email" value={asText(value)} onChange={onChange} />;
    case 'url':
      return <TextField {...common} placeholder="https://" type="url" value={asText(value)} onChange={onChange} />;
    case 'phone':
      return <TextField {...common} {...placeholder} type="tel" autoComplete="tel" value={asText(value)} onChange={onChange} />;
    case 'longText':
      return (
        <TextAreaField
          {...common}
          {...placeholder}
          rows={5}
          {...(field.maxCharacters === undefined ? {} : { maxLength: field.maxCharacters })}
          value={asText(value)}
          onChange={onChange}
        />
      );
    case 'number':
    case 'integer':
      return (
        <NumberField
          {...common}
          {...limitsOf(field)}
          formatOptions={{ maximumFractionDigits: field.type === 'integer' ? 0 : (field.decimals ?? 6) }}
          value={asNumber(value)}
          onChange={onChange}
        />
      );
    case 'money':
      return <ScaledField {...common} places={2} unit={t`yuan`} limits={field} value={asNumber(value)} onChange={onChange} />;
    case 'quantity':
      return <QuantityInput {...common} units={field.units} limits={field} value={value} onChange={onChange} />;
    case 'date':
      return <DateField {...common} min={field.min} max={field.max} value={asText(value) || null} onChange={onChange} />;
    case 'dateRange':
      return (
        <DateRangeField {...common} min={field.min} max={field.max} value={(value as DayRange | undefined) ?? null} onChange={onChange} />
      );
    case 'month':
      return <MonthField {...common} min={field.min} max={field.max} value={asText(value) || null} onChange={onChange} />;
    case 'choice':
      return field.options.length <= 5 ? (
        <RadioGroup {...common} options={optionsOf(field.options)} value={asText(value) || null} onChange={onChange} />
      ) : (
        <Select {...common} options={optionsOf(field.options)} value={asText(value) || null} onChange={onChange} />
      );
    case 'multiChoice':
      return <CheckboxGroup {...common} options={optionsOf(field.options)} value={asList(value)} onChange={onChange} />;
    case 'boolean':
      return (
        <RadioGroup
          {...common}
          orientation="horizontal"
          options={[
            { value: 'yes', label: t`Yes` },
            { value: 'no', label: t`No` },
          ]}
          value={typeof value === 'boolean' ? (value ? 'yes' : 'no') : null}
          onChange={(next) => onChange(next === 'yes')}
        />
      );
    case 'country':
      return <PlaceInput {...common} kind="country" value={asText(value)} onChange={onChange} />;
    case 'province':
      return <PlaceInput {...common} kind="province" value={asText(value)} onChange={onChange} />;
    case 'files':
      return (
        <FileDrop
          {...common}
          purpose={props.filePurpose}
          accept={field.accept}
          maxSizeBytes={field.maxSizeBytes}
          maxFiles={field.maxFiles}
          value={asList(value).map((id) => props.files.get(id) ?? { id, name: id, size: 0 })}
          onChange={(change) => {
            const before = asList(value).map((id) => props.files.get(id) ?? { id, name: id, size: 0 });
            const after = change(before);
            after.filter((file) => !before.includes(file)).forEach(props.onUploaded);
            onChange((now: unknown) => change(asList(now).map((id) => props.files.get(id) ?? { id, name: id, size: 0 })).map(({ id }) => id));
          }}
        />
      );
    case 'consent':
      return (
        <div className="flex flex-col gap-1.5">
          <p className="font-medium">{say(field.label)}</p>
          <div className="max-h-40 overflow-y-auto rounded-control bg-sunken px-3 py-2 whitespace-pre-wrap text-muted" tabIndex={0}>
            {say(field.statement)}
          </div>
          <Checkbox
            isSelected={(value as { accepted?: boolean } | undefined)?.accepted === true}
            isDisabled={props.isReadOnly ?? false}
            onChange={(isOn) => onChange(isOn ? { accepted: true, version: field.version } : undefined)}
            error={props.error}
          >
            {t`I have read this and agree`}
          </Checkbox>
        </div>
      );
  }
}

function limitsOf({ min, max }: { min?: number; max?: number }, scale = 1) {
  return {
    ...(min === undefined ? {} : { minValue: min / scale }),
    ...(max === undefined ? {} : { maxValue: max / scale }),
  };
}

interface ScaledFieldProps extends FieldProps {
  /** How many decimals people see of a whole number of smallest steps. */
  places: number;
  unit: string;
  limits: { min?: number; max?: number };
  value: number | null;
  onChange: (value: number | null) => void;
  onBlur?: () => void;
}

function ScaledField({ places, limits, value, onChange, ...props }: ScaledFieldProps) {
  const scale = 10 ** places;
  return (
    <NumberField
      {...props}
      {...limitsOf(limits, scale)}
      formatOptions={{ maximumFractionDigits: places }}
      value={value === null ? null : value / scale}
      onChange={(next) => onChange(next === null ? null : Math.round(next * scale))}
    />
  );
}

interface QuantityInputProps extends FieldProps {
  units: readonly string[];
  limits: { min?: number; max?: number };
  value: unknown;
  onChange: (value: unknown) => void;
  onBlur?: () => void;
}

function QuantityInput({ units, value, onChange, ...props }: QuantityInputProps) {
  const { t } = useLingui();
  const say = useSay();
  const now = (value ?? {}) as { amount?: number; unit?: string };
  const unit = now.unit ?? units[0] ?? '';
  const described = describeUnit(unit);
  const name = (one: string) => (one === 'CNY' ? t`yuan` : say(describeUnit(one)?.name) || one);
  return (
    <div className="flex items-start gap-2">
      <ScaledField
        {...props}
        className="flex-1"
        places={described?.decimals ?? 0}
        unit={units.length === 1 ? name(unit) : ''}
        value={now.amount ?? null}
        onChange={(amount) => onChange(amount === null ? undefined : { amount, unit })}
      />
      {units.length > 1 && (
        <Select
          className="w-44"
          label={t`Unit`}
          options={units.map((one) => ({ value: one, label: name(one) }))}
          value={unit}
          isDisabled={props.isReadOnly}
          onChange={(next) => onChange({ ...now, unit: next })}
        />
      )}
    </div>
  );
}

interface PlaceInputProps extends FieldProps {
  kind: 'country' | 'province';
  value: string;
  onChange: (value: unknown) => void;
  onBlur?: () => void;
}

function PlaceInput({ kind, value, onChange, ...props }: PlaceInputProps) {
  const { i18n } = useLingui();
  const locale = i18n.locale === 'en' ? 'en' : 'zh-CN';
  const options = useMemo(() => {
    if (kind === 'province') return Object.entries(PROVINCES).map(([code, name]) => ({ value: code, label: name[locale] }));
    const names = new Intl.DisplayNames(locale, { type: 'region' });
    const sorter = new Intl.Collator(locale);
    const all = COUNTRY_CODES.map((code) => ({ value: code, label: names.of(code) ?? code }));
    return all.sort((one, other) => Number(other.value === 'CN') - Number(one.value === 'CN') || sorter.compare(one.label, other.label));
  }, [kind, locale]);
  const load = useCallback(
    (typed: string) => Promise.resolve(options.filter((option) => matches(option.label, typed)).slice(0, 60)),
    [options],
  );
  const chosen = useMemo(() => options.find((option) => option.value === value) ?? null, [options, value]);
  return <Combobox {...props} load={load} value={chosen} onChange={(option) => onChange(option?.value)} />;
}
