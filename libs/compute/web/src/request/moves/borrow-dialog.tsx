import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { DateField, graphql, NumberField, toast, useAttempt, useCommand, useFormat } from '@wutong/core-web';
import { useState } from 'react';
import { addDays, className, dayOf, endOfDay } from '../../gpu-hours';
import { SaveDialog } from '../../pool/save-dialog';
import { BorrowGpusDocument, BorrowOfferDocument } from './borrow-dialog.graphql';
import type { MoveDialogProps } from './dialog-props';

graphql`
  query BorrowOffer($requestId: ID!, $endsAt: DateTime!) { computeBorrowOffer(requestId: $requestId, endsAt: $endsAt) { gpus endsAt } }
  mutation BorrowGpus($input: BorrowGpusInput!) { borrowGpus(input: $input) { id } }
`;

const DAYS = 3;
/** A loan lasts 14 times 24 hours at the most: to the end of the thirteenth day after today it is always less. */
const LONGEST_DAYS = 13;

/** Borrows GPUs that nobody has for some days. */
export function BorrowDialog({ request, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const today = dayOf(Date.now());
  const grantEnd = request.grant?.endsAt ?? request.sizedEndsAt ?? '';
  const lastDay = dayOf(Math.min(Date.parse(grantEnd) - 1, Date.parse(endOfDay(addDays(today, LONGEST_DAYS))) - 1));
  const [day, setDay] = useState<string | null>(() => (addDays(today, DAYS) < lastDay ? addDays(today, DAYS) : lastDay));
  const [gpus, setGpus] = useState<number | null>(null);
  const wanted = day ? new Date(Math.min(Date.parse(endOfDay(day)), Date.parse(grantEnd))).toISOString() : null;
  const { data, previousData } = useQuery(BorrowOfferDocument, {
    variables: { requestId: request.id, endsAt: wanted ?? '' }, skip: !wanted, fetchPolicy: 'network-only',
  });
  const most = (data ?? previousData)?.computeBorrowOffer.gpus;
  const borrow = useCommand(BorrowGpusDocument, { refetch: ['ComputeRequestCase'] });
  const attempt = useAttempt(async () => {
    if (gpus === null || !wanted) return;
    await borrow.send({ input: { requestId: request.id, gpus, endsAt: wanted } });
    toast.done(t`The GPUs are yours to use within a minute`);
  }, onClose);
  return (
    <SaveDialog
      title={t`Borrow idle GPUs`} saveLabel={t({ message: 'Borrow', context: 'GPUs' })} onClose={onClose} attempt={attempt}
      isWhole={gpus !== null && wanted !== null && (most ?? 0) > 0}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <DateField label={t`Until the end of`} isRequired value={day} onChange={setDay} min={today} max={lastDay} />
        <NumberField
          label={t`GPUs`} isRequired value={gpus} onChange={setGpus} minValue={1} unit={className(request.gpuClass ?? '')}
          help={most === undefined ? undefined : t`Up to ${format.number(most)} are idle until then.`}
          error={most !== undefined && gpus !== null && gpus > most ? t`At most ${format.number(most)} until then.` : undefined}
        />
      </div>
      <ul className="list-disc pl-5 text-muted">
        <li><Trans>The hours are paid from this grant, so it is used up sooner.</Trans></li>
        <li><Trans>When somebody is given these GPUs, you are told at least two hours before they go back.</Trans></li>
        <li><Trans>Jobs beyond the grant’s own {request.sizedGpus} GPUs are then put back in the queue, the newest first: run only what can go on from a checkpoint.</Trans></li>
      </ul>
    </SaveDialog>
  );
}
