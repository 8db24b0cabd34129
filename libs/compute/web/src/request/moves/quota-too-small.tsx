import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Dialog, Notice, useCan } from '@wutong/core-web';
import { useState } from 'react';
import { GiveHoursDialog } from '../../balance/give-hours-dialog';

export interface Shortfall {
  gpuClass: string;
  neededMh: string;
  availableMh: string;
  message: string;
}

interface QuotaTooSmallProps {
  shortfall: Shortfall;
  organisation: { id: string; nameZh: string; nameEn: string };
  onClose: () => void;
}

/** The quota has less than is needed and nothing has happened: what can be done now. */
export function QuotaTooSmall({ shortfall, organisation, onClose }: QuotaTooSmallProps) {
  const { t } = useLingui();
  const canGive = useCan('compute-entitlement.give');
  const [isGiving, setGiving] = useState(false);
  const { gpuClass, neededMh, availableMh, message } = shortfall;
  if (isGiving) {
    return (
      <GiveHoursDialog
        organisation={organisation} gpuClass={gpuClass} amountMh={BigInt(neededMh) - BigInt(availableMh)} onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      title={t`The quota is too small`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}><Trans>Close</Trans></Button>
          {canGive && <Button variant="primary" onPress={() => setGiving(true)}><Trans>Raise the quota</Trans></Button>}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Notice tone="bad">{message}</Notice>
        <p><Trans>Nothing was held, and the request is where it was. You can:</Trans></p>
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li><Trans>raise the quota by what is missing, then approve again;</Trans></li>
          <li><Trans>deny it, and say up to how many hours the company may ask.</Trans></li>
        </ul>
      </div>
    </Dialog>
  );
}
