const DECIMAL = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/;

/**
 * A decimal text as a whole number of 10^-decimals. `undefined` when it is no number, or finer than that: nothing is
 * rounded. Thousands may be grouped by commas.
 */
export function parseScaled(text: string, decimals: number): bigint | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > decimals) return undefined;
  const value = BigInt(whole.replaceAll(',', '') + digits.padEnd(decimals, '0'));
  return sign === '-' ? -value : value;
}

export interface ScaledFormat {
  /** Commas between thousands. */
  readonly group?: boolean;
  /** All decimals, zeros too. */
  readonly fixed?: boolean;
}

/** The reverse of `parseScaled`: exact, with a point for decimals. */
export function formatScaled(value: bigint, decimals: number, { group, fixed }: ScaledFormat = {}): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals);
  const grouped = group === true ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  const kept = fixed === true ? fraction : fraction.replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${grouped}${kept === '' ? '' : `.${kept}`}`;
}
