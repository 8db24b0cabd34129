import { listSpec } from '@wutong/core-web';

/** What the list of suppliers' months keeps in its address. */
export const billSpec = listSpec({ facets: ['state', 'supplier'], sorts: ['month'], defaultSort: '-month' });
