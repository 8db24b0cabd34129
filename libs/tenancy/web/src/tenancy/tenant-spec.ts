import { listSpec } from '@wutong/core-web';

export const tenantSpec = listSpec({ facets: ['state'], sorts: ['signedAt'], defaultSort: '-signedAt' });
