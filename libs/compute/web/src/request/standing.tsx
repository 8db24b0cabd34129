import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink, Notice } from '@wutong/core-web';

type Standing = { state: string } | null | undefined;

/** As the server's `assertInGoodStanding`: in these states of its tenancy a company may ask for something new. */
const MAY_ASK = ['active', 'under_review'];

export function mayAskFor(tenancy: Standing): boolean {
  return MAY_ASK.includes(tenancy?.state ?? '');
}

/** Why the company cannot ask for GPU-hours now, and what comes first; nothing when it can. */
export function NotYet({ tenancy }: { tenancy: Standing }) {
  const { t } = useLingui();
  if (mayAskFor(tenancy)) return null;
  if (!tenancy) {
    return (
      <Notice
        tone="info" title={t`GPU-hours are for tenants`}
        action={<ButtonLink to="/tenancy/apply" variant="primary"><Trans>Apply for tenancy</Trans></ButtonLink>}
      >
        <Trans>First your company applies for tenancy and moves in. From then on it asks for GPU-hours here.</Trans>
      </Notice>
    );
  }
  const toTenancy = <ButtonLink to="/tenancy/mine"><Trans>Our tenancy</Trans></ButtonLink>;
  return tenancy.state === 'onboarding' ? (
    <Notice tone="info" title={t`Your company is moving in`} action={toTenancy}>
      <Trans>When the tasks of moving in are done, your tenancy begins by itself and you can ask for GPU-hours.</Trans>
    </Notice>
  ) : (
    <Notice tone="warn" title={t`Your tenancy is not active`} action={toTenancy}>
      <Trans>Nothing new can be asked for. What you have you can still read and give back, and you can appeal.</Trans>
    </Notice>
  );
}
