import type { CsvValue } from '@wutong/core-shared';
import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Name by which the server sorts; absent: not sortable. */
  sort?: string;
  align?: 'start' | 'end';
  /** A CSS width, such as `9rem`; the column without one takes what is left. */
  width?: string;
  /** Shown only from this width of the window on; the first column is always shown. */
  from?: 'sm' | 'md' | 'lg' | 'xl';
  /** On a phone, where a column with `from` is not shown: what of it stands below the row's name, with its unit; null for nothing. */
  below?: (row: Row) => ReactNode;
  /** Left out until the reader chooses it. */
  isOptional?: boolean;
  /** The cell as a plain value in the CSV; absent: the column is not exported. */
  csv?: (row: Row) => CsvValue;
}

export const fromClass = {
  sm: 'max-sm:hidden',
  md: 'max-md:hidden',
  lg: 'max-lg:hidden',
  xl: 'max-xl:hidden',
} as const;

/** The columns to show: those the reader chose, else all but the optional ones. The first stays. */
export function visibleColumns<Row>(columns: readonly Column<Row>[], chosen: readonly string[] | undefined): Column<Row>[] {
  return columns.filter(
    (column, index) => index === 0 || (chosen ? chosen.includes(column.id) : column.isOptional !== true),
  );
}
