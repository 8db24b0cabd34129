/** Columns padded by what a terminal shows: a Chinese character is two cells wide. Numbers go to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((text, at) => (widths[at] = Math.max(widths[at] ?? 0, widthOf(text))));
  const numeric = widths.map((_, at) => rows.slice(1).every((row) => /^[-+]?[\d,.]*$/.test(row[at] ?? '')));
  return rows
    .map((row) =>
      row
        .map((text, at) => {
          const space = ' '.repeat(widths[at]! - widthOf(text));
          return numeric[at] ? space + text : text + space;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.codePointAt(0)! >= 0x2e80 ? 2 : 1), 0);
}
