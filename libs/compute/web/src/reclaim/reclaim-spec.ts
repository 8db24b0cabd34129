import { listSpec } from '@wutong/core-web';

/** What the list of notices on idle hours keeps in its address. */
export const reclaimSpec = listSpec({ facets: ['state'], sorts: ['noticedAt'], defaultSort: '-noticedAt' });
