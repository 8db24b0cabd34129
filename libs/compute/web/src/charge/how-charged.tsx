import { Trans, useLingui } from '@lingui/react/macro';
import { Help } from '@wutong/core-web';

/** The rules of charging and of stacking, where a figure asks for them. */
export function HowCharged() {
  const { t } = useLingui();
  return (
    <Help label={t`How this is computed`}>
      <Trans>
        Each line is GPU-hours at the price of each hour, rounded once to the fen, half to even. Then funding pays: vouchers first,
        then subsidies, then cash; among each, the one that ends first. What is left of it lapses when its last month is closed.
        Runs that a failed node ended are given back, at most their last 24 hours. A closed month never changes; late records are
        corrections on the next statement.
      </Trans>
    </Help>
  );
}
