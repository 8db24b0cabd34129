/** A name along the bottom of a chart: of which point, and where its middle stands. */
export interface AxisName {
  index: number;
  at: number;
}

const GAP = 10;

/**
 * Which names fit along the bottom of a chart of this width, evenly spaced: none runs over an edge or into another. `at`
 * says where a point is.
 */
export function axisNames(names: readonly string[], at: (index: number) => number, width: number): AxisName[] {
  const widest = Math.max(0, ...names.map(widthOf));
  const step = names.length < 2 ? width : (at(names.length - 1) - at(0)) / (names.length - 1);
  const every = Math.max(1, Math.ceil((widest + GAP) / step));
  const shown: AxisName[] = [];
  let free = 0;
  for (let index = 0; index < names.length; index += every) {
    const half = widthOf(names[index] ?? '') / 2;
    const middle = Math.max(half, Math.min(at(index), width - half));
    if (middle - half < free) continue;
    shown.push({ index, at: middle });
    free = middle + half + GAP;
  }
  return shown;
}

/** About how wide a text of 11 px is: Chinese is as wide as it is high. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 11 : 6.2), 0);
}
