import { Trans, useLingui } from '@lingui/react/macro';
import { DecisionDialog, toast, useFormat, useName } from '@wutong/core-web';
import { useRef, useState } from 'react';
import { sayMh } from '../../gpu-hours';
import { ReviewCount } from '../../review/review-count';
import type { MoveDialogProps } from './dialog-props';
import { Outlook } from './outlook';
import { QuotaTooSmall, type Shortfall } from './quota-too-small';
import { useMove } from './use-move';

/** Approves a sized request: says what is held and what follows; when the quota is too small, what to do. */
export function ApproveDialog({ request, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const move = useMove();
  const [shortfall, setShortfall] = useState<Shortfall | null>(null);
  const isShort = useRef(false);
  const { id, version, organisation, organisationId } = request;
  const gpuClass = request.gpuClass ?? '';
  const amountMh = BigInt(request.sizedMh ?? '0');
  const amount = sayMh(format, gpuClass, amountMh);
  if (shortfall) return <QuotaTooSmall shortfall={shortfall} organisation={organisation} onClose={onClose} />;
  return (
    <DecisionDialog
      title={t`Approve`}
      isOpen
      onClose={() => isShort.current || onClose()}
      confirmLabel={t`Approve`}
      consequences={[
        t`${amount} are held from the quota of ${nameOf(organisation)} at once.`,
        t`GPUs are reserved from a pool with room throughout the window; without room it goes on the waiting list, hours held.`,
        t`The company is told; it starts when each user has accepted the terms.`,
      ]}
      fourEyes={t`You may decide because you neither submitted nor sized it.`}
      onConfirm={async () => {
        const { approveComputeRequest: answer } = await move('approve', { id, version });
        if (answer.__typename === 'ComputeBudgetExceeded') {
          isShort.current = true;
          setShortfall(answer);
          return;
        }
        toast.done(answer.state === 'waitlisted' ? t`Approved; it waits for GPUs` : t`Approved, and GPUs are allocated`);
      }}
    >
      {request.reviews && request.reviews.count > 0 && (
        <p className="text-muted"><Trans>Reviews: <ReviewCount reviews={request.reviews} /></Trans></p>
      )}
      <Outlook
        organisationId={organisationId} gpuClass={gpuClass} gpus={request.sizedGpus ?? 0} amountMh={amountMh}
        window={{ startsAt: request.sizedStartsAt ?? '', endsAt: request.sizedEndsAt ?? '' }}
      />
    </DecisionDialog>
  );
}
