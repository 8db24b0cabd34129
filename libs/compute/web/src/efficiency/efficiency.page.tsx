import { useViewer } from '@wutong/core-web';
import { CentreEfficiency } from './centre-efficiency';
import { OwnEfficiency } from './own-efficiency';

/** What was made of the GPUs that were held: for a company its own, for the centre everybody's. */
export function Page() {
  return useViewer().actingFor?.organisationKind === 'centre' ? <CentreEfficiency /> : <OwnEfficiency />;
}
