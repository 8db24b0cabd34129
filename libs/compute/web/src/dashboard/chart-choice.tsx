import { Select } from '@wutong/core-web';

interface ChartChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string }[];
  /** For long options. */
  isWide?: boolean;
}

/** One of a few ways to draw a chart, beside its title. */
export function ChartChoice<Value extends string>({ isWide = false, ...props }: ChartChoiceProps<Value>) {
  return (
    <span className={`inline-block ${isWide ? 'w-52' : 'w-36'} [&>div>:first-child]:sr-only`}>
      <Select {...props} />
    </span>
  );
}
