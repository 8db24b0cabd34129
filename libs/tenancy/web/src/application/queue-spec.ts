import { listSpec } from '@wutong/core-web';

/** What the queue of applications keeps in its address. */
export const queueSpec = listSpec({ facets: ['state', 'mine'], sorts: ['submittedAt'], defaultSort: '-submittedAt' });
