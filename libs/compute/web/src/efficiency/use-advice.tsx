import { useNavigate } from '@tanstack/react-router';
import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, toast, useCommand, useFormat, useName } from '@wutong/core-web';
import type { ReactNode } from 'react';
import { className } from '../gpu-hours';
import type { Finding } from './findings.query';
import { AcknowledgeWasteFindingDocument, ActOnWasteFindingDocument } from './use-advice.graphql';

graphql`
  mutation ActOnWasteFinding($input: ActOnWasteFindingInput!) { actOnWasteFinding(input: $input) { id state } }
  mutation AcknowledgeWasteFinding($input: AcknowledgeWasteFindingInput!) { acknowledgeWasteFinding(input: $input) { id } }
`;

const refetch = ['WasteFindings'];

/** What the advice on a finding is, in words, and how it is taken. */
export function useAdvice({ id, version, kind, grantGpus, grantNumber, advice, evidence }: Finding) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const navigate = useNavigate();
  const act = useCommand(ActOnWasteFindingDocument, { refetch });
  const acknowledge = useCommand(AcknowledgeWasteFindingDocument, { refetch });
  const gpus = advice.gpus ?? 0;
  const pool = nameOf({ nameZh: advice.poolNameZh ?? '', nameEn: advice.poolNameEn ?? '' });
  const saving = format.percent((advice.savingPercent ?? 0) / 100);
  const busy = evidence.busyGpus;
  const held = grantGpus ?? 0;
  const words: Record<string, { button: string; text: ReactNode; done: string }> = {
    change: {
      button: t`Ask for ${gpus} GPUs`,
      text: kind === 'low_utilisation'
        ? <Trans>The measured work fills {gpus} of the {held} GPUs of {grantNumber}. Asking for fewer leaves your granted hours as they are.</Trans>
        : <Trans>At most {busy} of the {held} GPUs of {grantNumber} worked at once. Asking for {gpus} leaves your granted hours as they are.</Trans>,
      done: t`The change is with the operator`,
    },
    release: {
      button: t`Give back early`,
      text: <Trans>None of the {held} GPUs of {grantNumber} worked. Given back, the hours not used return to your balance at once.</Trans>,
      done: t`The grant was given back`,
    },
    draft: {
      button: t`Ask for ${className(advice.gpuClass ?? '')} instead`,
      text: advice.slowdownPercent
        ? <Trans>{pool} has room and costs {saving} less for the same work, its longer time of {advice.slowdownPercent}% counted.</Trans>
        : <Trans>{pool} has room and costs {saving} less for the same work, in about the same time.</Trans>,
      done: t`A draft is ready: look through it and hand it in`,
    },
    fix: {
      button: '',
      text: kind === 'memory_bound'
        ? <Trans>Fewer GPUs would not hold the model. Try activation checkpointing, sharded optimiser states or a larger micro-batch per step.</Trans>
        : kind === 'idle'
          ? <Trans>Let jobs end when they are done, save checkpoints, and start interactive work with a time limit.</Trans>
          : <Trans>Look at data loading and batch size first: more workers, larger batches, mixed precision.</Trans>,
      done: '',
    },
  };
  const { button, text, done } = words[advice.step] ?? words['fix']!;
  return {
    button, text, isBusy: act.isBusy,
    act: async () => {
      const result = await act.run({ input: { id, version } });
      if (!result) return;
      toast.done(done);
      const { id: requestId, state } = result.actOnWasteFinding;
      void navigate({ to: state === 'draft' ? `/compute/requests/${requestId}/edit` : `/compute/requests/${requestId}` });
    },
    acknowledge: async (reason: string) => {
      await acknowledge.send({ input: { id, version, reason } });
      toast.done(t`Noted; you will not be told of it again for some weeks`);
    },
  };
}
