import { Trans, useLingui } from '@lingui/react/macro';
import { DecisionDialog, Facts, NumberField, RadioGroup, TextAreaField, toast, useFormat } from '@wutong/core-web';
import { useState } from 'react';
import { sayMh, toHours, toMh } from '../gpu-hours';
import type { ReclaimCase } from './reclaim-case.query';
import { useReclaimWords } from './reclaim-words';
import { useReclaimMoves } from './use-reclaim-move';

interface ReclaimDialogProps {
  reclaim: ReclaimCase;
  onClose: () => void;
}

type Kind = 'explain' | 'plan' | 'give_back';

/** The founder answers a notice. */
export function ReplyDialog({ reclaim, onClose }: ReclaimDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { reply: send } = useReclaimMoves();
  const [kind, setKind] = useState<Kind>('explain');
  const [reply, setReply] = useState('');
  const [hours, setHours] = useState<number | null>(toHours(reclaim.idleMh));
  const gives = kind === 'give_back';
  const back = sayMh(format, reclaim.gpuClass, toMh(hours ?? 0));
  const isAll = hours !== null && toMh(hours) >= BigInt(reclaim.idleMh);
  return (
    <DecisionDialog
      title={t`Answer the notice`}
      isOpen
      onClose={onClose}
      isDanger={gives}
      confirmLabel={gives ? t({ message: 'Give back', context: 'idle hours' }) : t({ message: 'Send', context: 'answer' })}
      consequences={
        gives
          ? [
              t`${back} go back at once, and GPUs that the rest does not need are free for others.`,
              isAll ? t`With that the notice is settled.` : t`The centre decides on the rest.`,
            ]
          : [t`Nothing is taken back until the centre has decided.`, t`An operator reads your answer, and a programme lead decides.`]
      }
      onConfirm={async () => {
        const { id, version } = reclaim;
        await send.send({
          input: { id, version, kind, reply: reply.trim(), giveBackMh: gives ? toMh(hours ?? 0).toString() : null },
        });
        toast.done(gives ? t`Given back` : t`Your answer is with the centre`);
      }}
    >
      <RadioGroup
        label={t({ message: 'Answer', context: 'idle hours' })} value={kind} onChange={setKind}
        options={[
          { value: 'explain', label: t`Say why it was not used` },
          { value: 'plan', label: t`Promise when it will be used` },
          { value: 'give_back', label: t`Give some or all of it back` },
        ]}
      />
      {gives && (
        <NumberField
          label={t`GPU-hours to give back`} isRequired value={hours} onChange={setHours} minValue={0.001} maxValue={toHours(reclaim.heldMh)}
          help={t`At most ${sayMh(format, reclaim.gpuClass, reclaim.heldMh)}.`}
        />
      )}
      <TextAreaField
        label={kind === 'plan' ? t`Your plan` : t`Your reasons`} isRequired value={reply} onChange={setReply} maxLength={4000}
        help={t`Everybody on the case reads it.`}
      />
    </DecisionDialog>
  );
}

interface AmountDialogProps extends ReclaimDialogProps {
  /** Whether this is the decision, or what an operator recommends for it. */
  isDecision: boolean;
}

/** An operator recommends, or somebody else decides, how much goes back. */
export function AmountDialog({ reclaim, isDecision, onClose }: AmountDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useReclaimWords();
  const moves = useReclaimMoves();
  const first = reclaim.recommendedMh ?? reclaim.idleMh;
  const [answer, setAnswer] = useState<'keep' | 'take'>(BigInt(first) > 0n ? 'take' : 'keep');
  const [hours, setHours] = useState<number | null>(toHours(BigInt(first) > 0n ? first : reclaim.idleMh));
  const takes = answer === 'take';
  const say = (mh: string | bigint) => sayMh(format, reclaim.gpuClass, mh);
  const back = say(toMh(hours ?? 0));
  return (
    <DecisionDialog
      title={isDecision ? t`Decide on the idle hours` : t`Recommend what becomes of the hours`}
      isOpen
      onClose={onClose}
      isDanger={takes && isDecision}
      needsReason
      confirmLabel={!isDecision ? t({ message: 'Recommend', context: 'idle hours' }) : takes ? t({ message: 'Take back', context: 'idle hours' }) : t({ message: 'Keep', context: 'idle hours' })}
      consequences={
        !isDecision
          ? [t`A programme lead or an approver decides; the company reads your reason.`]
          : takes
            ? [
                reclaim.rule.returnsTo === 'centre' ? t`${back} go back to the centre.` : t`${back} go back to the company’s quota.`,
                t`GPUs that the rest does not need are free at once for whoever waits.`,
                t`It can be restored while quota and pool still have it.`,
              ]
            : [t`Everything stays as it is; the company is told and reads your reason.`]
      }
      {...(isDecision ? { fourEyes: t`Whoever recommended does not decide.` } : {})}
      onConfirm={async (reason) => {
        const { id, version } = reclaim;
        const input = { id, version, reason, takeMh: takes ? toMh(hours ?? 0).toString() : '0' };
        if (isDecision) await moves.decide.send({ input });
        else await moves.recommend.send({ input });
        toast.done(isDecision ? t`Decided, and the company is told` : t`Recommended; the decision is with others`);
      }}
    >
      <Facts
        columns={2}
        items={[
          { label: t`Held at the notice`, value: say(reclaim.heldMh) },
          { label: t`Idle by the rule`, value: say(reclaim.idleMh) },
          ...(isDecision && reclaim.recommendedMh
            ? [{ label: t`Recommended by ${reclaim.recommendedByName ?? ''}`, value: BigInt(reclaim.recommendedMh) > 0n ? say(reclaim.recommendedMh) : t({ message: 'Keep', context: 'idle hours' }) }]
            : []),
        ]}
      />
      {reclaim.reply && (
        <div className="border-l-2 border-line-strong pl-3">
          <p className="text-caption text-muted">{words.reply(reclaim.replyKind ?? '')} · {reclaim.repliedByName}</p>
          <p className="whitespace-pre-wrap wrap-anywhere">{reclaim.reply}</p>
        </div>
      )}
      <RadioGroup
        label={t`Decision`} value={answer} onChange={setAnswer} orientation="horizontal"
        options={[
          { value: 'take', label: t({ message: 'Take back', context: 'idle hours' }) },
          { value: 'keep', label: t({ message: 'Keep', context: 'idle hours' }) },
        ]}
      />
      {takes && (
        <NumberField
          label={t`GPU-hours to take back`} isRequired value={hours} onChange={setHours} minValue={0.001} maxValue={toHours(reclaim.heldMh)}
        />
      )}
      {!takes && <p className="text-muted"><Trans>This window is not looked at again.</Trans></p>}
    </DecisionDialog>
  );
}
