import { listSpec } from '@wutong/core-web';

export const directorySpec = listSpec({
  facets: ['domain', 'stage', 'filed', 'state'],
  sorts: ['relevance'],
  defaultSort: 'relevance',
});
