import { type Figure, reached } from './figure';

interface Measured extends Figure {
  readonly area: string;
  readonly ok: boolean;
}

/**
 * Measures the files one after the other, so that none disturbs another, and prints each figure as it comes:
 * `area.figure  value unit  goal  ok|MISS`, or all of them as JSON at the end.
 * Gives how many missed their goal.
 */
export async function run(
  files: { area: string; load: () => Promise<{ benches(): Promise<Figure[]> }> }[],
  json: boolean,
): Promise<number> {
  const measured: Measured[] = [];
  for (const { area, load } of files) {
    const { benches } = await load();
    for (const figure of await benches()) {
      const one = { area, ...figure, ok: reached(figure) };
      measured.push(one);
      if (!json) process.stdout.write(`${line(one)}\n`);
    }
  }
  if (json) process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
  return measured.filter(({ ok }) => !ok).length;
}

function line({ area, figure, value, unit, goal, ok }: Measured): string {
  const bound = goal === null ? '-' : 'atLeast' in goal ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`;
  const shown = Number.isInteger(value) ? String(value) : value.toPrecision(4);
  return `${`${area}.${figure}`.padEnd(48)}  ${`${shown} ${unit}`.padStart(16)}  ${bound.padStart(12)}  ${ok ? 'ok' : 'MISS'}`;
}
