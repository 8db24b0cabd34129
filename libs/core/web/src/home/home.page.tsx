import { Trans, useLingui } from '@lingui/react/macro';
import { cardsFor } from '../app/platform';
import { usePortal } from '../app/portal';
import { PageHeader } from '../list/page-header';

/** Where the day begins: what each platform has for this viewer. */
export function Page() {
  const { t } = useLingui();
  const { platforms, viewer } = usePortal();
  return (
    <>
      <PageHeader
        title={t`Hello, ${viewer.name}`}
        documentTitle={t({ message: 'Start', context: 'navigation' })}
        lead={viewer.actingFor ? <Trans>Acting for {viewer.actingFor.organisationName}</Trans> : null}
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        {cardsFor(viewer, platforms).map(({ id, component: Card }) => <Card key={id} />)}
      </div>
    </>
  );
}
