import { useLingui } from '@lingui/react/macro';
import { DecisionDialog, Facts, RadioGroup, TextAreaField, toast, useFormat } from '@wutong/core-web';
import { useRef, useState } from 'react';
import { sayMh } from '../../gpu-hours';
import { EndOf } from '../end-of';
import type { MoveDialogProps } from './dialog-props';
import { Outlook } from './outlook';
import { QuotaTooSmall, type Shortfall } from './quota-too-small';
import { useMove } from './use-move';

/** Accepts or refuses the change or renewal that is open on a grant. */
export function DecideChangeDialog({ request, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const move = useMove();
  const [answer, setAnswer] = useState<'accept' | 'refuse'>('accept');
  const [note, setNote] = useState('');
  const [shortfall, setShortfall] = useState<Shortfall | null>(null);
  const isShort = useRef(false);
  const { id, version, organisation, organisationId } = request;
  const gpuClass = request.gpuClass ?? '';
  const change = request.changes.findLast(({ outcome }) => !outcome);
  if (!change) return null;
  if (shortfall) return <QuotaTooSmall shortfall={shortfall} organisation={organisation} onClose={onClose} />;
  const isRenewal = change.kind === 'renewal';
  const accepts = answer === 'accept';
  const more = sayMh(format, gpuClass, change.moreMh);
  return (
    <DecisionDialog
      title={isRenewal ? t`Decide on the renewal` : t`Decide on the change`}
      isOpen
      onClose={() => isShort.current || onClose()}
      isDanger={!accepts}
      confirmLabel={accepts ? t`Accept` : t`Refuse`}
      consequences={
        accepts
          ? [
              ...(isRenewal ? [t`${more} more are held from the company’s quota at once.`] : []),
              t`GPUs are reserved anew in the same pool; without room nothing changes and you are told.`,
              t`The company is told.`,
            ]
          : [t`Everything stays as it is; the company is told and reads your note.`]
      }
      onConfirm={async () => {
        const input = { id, version, accept: accepts, note: note.trim() || null };
        if (isRenewal) {
          const { decideComputeRenewal: outcome } = await move('decideRenewal', input);
          if (outcome.__typename === 'ComputeBudgetExceeded') {
            isShort.current = true;
            setShortfall(outcome);
            return;
          }
        } else await move('decideChange', input);
        toast.done(accepts ? t`Accepted, and the company is told` : t`Refused, and the company is told`);
      }}
    >
      <Facts
        columns={3}
        items={[
          {
            label: t`GPUs`,
            value: change.gpus === change.gpusBefore ? change.gpus : `${change.gpusBefore} → ${change.gpus}`,
          },
          { label: t`Last day`, value: <EndOf change={change} /> },
          { label: t`More hours`, value: isRenewal ? more : null },
        ]}
      />
      <p className="border-l-2 border-line-strong pl-3 whitespace-pre-wrap wrap-anywhere">{change.justification}</p>
      {isRenewal && (
        <Outlook
          organisationId={organisationId} gpuClass={gpuClass} gpus={change.gpus} amountMh={BigInt(change.moreMh)}
          window={{ startsAt: change.endsAtBefore, endsAt: change.endsAt }}
        />
      )}
      <RadioGroup
        label={t`Decision`} value={answer} onChange={setAnswer} orientation="horizontal"
        options={[{ value: 'accept', label: t`Accept` }, { value: 'refuse', label: t`Refuse` }]}
      />
      <TextAreaField
        label={t`Note`} isRequired={!accepts} value={note} onChange={setNote} maxLength={2000}
        help={t`The company reads it; needed when you refuse.`}
      />
    </DecisionDialog>
  );
}
