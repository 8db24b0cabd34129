import { listSpec } from '@wutong/core-web';

/** What the queue of compute requests keeps in its address. */
export const queueSpec = listSpec({ facets: ['state', 'class', 'mine'], sorts: ['submittedAt'], defaultSort: '-submittedAt' });
