import { describe, expect, it } from '@jest/globals';
import { visibleColumns, type Column } from './column';

const columns: Column<object>[] = [
  { id: 'name', header: 'Name', cell: () => '' },
  { id: 'state', header: 'State', cell: () => '' },
  { id: 'code', header: 'Code', cell: () => '', isOptional: true },
];
const shown = (chosen?: string[]) => visibleColumns(columns, chosen).map(({ id }) => id);

describe('the columns of a list', () => {
  it('leaves optional columns out until they are chosen', () => {
    expect(shown()).toEqual(['name', 'state']);
    expect(shown(['code'])).toEqual(['name', 'code']);
  });

  it('always keeps the first column, and the order of the table', () => {
    expect(shown(['code', 'state'])).toEqual(['name', 'state', 'code']);
    expect(shown([])).toEqual(['name']);
  });
});
