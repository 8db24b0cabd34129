import { useLingui } from '@lingui/react/macro';
import { PageHeader } from '@wutong/core-web';
import { RequestForm } from './request-form';

/** Asks for GPU-hours. */
export function Page() {
  const { t } = useLingui();
  return (
    <>
      <PageHeader
        title={t`Ask for GPU-hours`}
        crumbs={[{ label: t`Computing power`, href: '/compute' }]}
        lead={t`Which GPUs, how many, from when to when, and what for. Nothing is held until it is approved.`}
      />
      <RequestForm />
    </>
  );
}
