import { listSpec } from '@wutong/core-web';

/** What the addresses of the administrators' lists hold. */
export const organisationListSpec = listSpec({ facets: ['kind'], sorts: ['name'], defaultSort: 'name' });
export const userListSpec = listSpec({ facets: ['organisationKind'], sorts: ['name'], defaultSort: 'name' });
