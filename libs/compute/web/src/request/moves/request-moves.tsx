import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { CaseActions, lazyPart, useFormat, useName, type ActionLook, type ServerAction } from '@wutong/core-web';
import { useMemo, useState, type ComponentType } from 'react';
import { sayMh } from '../../gpu-hours';
import type { RequestCase } from '../compute-request-case.query';
import type { MoveDialogProps } from './dialog-props';
import { isMove, useMove } from './use-move';

const DecideChangeDialog = lazyPart(() => import('./decide-change-dialog').then((all) => all.DecideChangeDialog));

/** Decisions that take more than a reason. */
const DIALOGS: Readonly<Record<string, ComponentType<MoveDialogProps>>> = {
  requestInfo: lazyPart(() => import('./request-info-dialog').then((all) => all.RequestInfoDialog)),
  size: lazyPart(() => import('./size-dialog').then((all) => all.SizeDialog)),
  approve: lazyPart(() => import('./approve-dialog').then((all) => all.ApproveDialog)),
  requestChange: lazyPart(() => import('./change-dialog').then((all) => all.ChangeDialog)),
  requestRenewal: lazyPart(() => import('./renewal-dialog').then((all) => all.RenewalDialog)),
  decideChange: DecideChangeDialog,
  decideRenewal: DecideChangeDialog,
};

/** The moves that the server offers the viewer on this request, worded and asked for. */
export function RequestMoves({ request }: { request: RequestCase }) {
  const move = useMove();
  const [open, setOpen] = useState<string | null>(null);
  const looks = useLooks(request, setOpen);
  const Dialog = open ? DIALOGS[open] : undefined;
  const perform = async ({ event }: ServerAction, reason: string) => {
    if (!isMove(event)) return;
    const { id, version } = request;
    await move(event, (reason ? { id, version, reason } : { id, version }) as never);
  };
  return (
    <>
      <CaseActions actions={request.actions} looks={looks} perform={perform} />
      {Dialog && <Dialog request={request} onClose={() => setOpen(null)} />}
    </>
  );
}

function useLooks({ id, appealed, gpuClass, grant, organisation }: RequestCase, ask: (event: string) => void): Readonly<Record<string, ActionLook>> {
  const { t } = useLingui();
  const navigate = useNavigate();
  const format = useFormat();
  const nameOf = useName();
  const left = gpuClass && grant ? sayMh(format, gpuClass, grant.heldMh) : null;
  const company = nameOf(organisation);
  return useMemo(() => {
    const edit = () => void navigate({ to: '/compute/requests/$id/edit', params: { id } });
    return {
      submit: { label: t`Continue the request`, isPrimary: true, keys: 'e', open: edit },
      resubmit: { label: t`Answer`, isPrimary: true, keys: 'e', open: edit },
      discard: {
        label: t`Discard the draft`, isDanger: true, consequences: [t`The draft is given up. You can write another one at any time.`],
        done: t`The draft is discarded`,
      },
      withdraw: {
        label: t`Withdraw`, isDanger: true,
        consequences: [t`The centre stops its work on this request. Nothing was held for it yet.`], done: t`The request is withdrawn`,
      },
      claim: { label: t`Take up`, isPrimary: true, keys: 'c', done: t`It is yours to review` },
      requestInfo: { label: t`Ask for more`, keys: 'i', open: () => ask('requestInfo') },
      size: { label: t({ message: 'Size', context: 'to size' }), isPrimary: true, keys: 's', open: () => ask('size') },
      approve: { label: t`Approve`, isPrimary: true, keys: 'a', open: () => ask('approve') },
      deny: {
        label: t`Deny`, isDanger: true, keys: 'd',
        consequences: [
          t`The company is told and reads your reason.`,
          appealed
            ? t`It has appealed before: this refusal is final.`
            : t`It can appeal once within 10 working days; otherwise the request is closed.`,
        ],
        ...(appealed ? {} : { fourEyes: t`An approver other than you judges an appeal.` }), done: t`Denied, and the company is told`,
      },
      appeal: {
        label: t`Appeal`, isPrimary: true,
        consequences: [
          t`An approver who did not take the decision judges your appeal.`,
          t`There is one appeal: say everything that was overlooked.`,
        ],
        done: t`Your appeal is with the centre`,
      },
      upholdAppeal: {
        label: t`Uphold the appeal`, isPrimary: true,
        consequences: [t`The request goes back to approval and is decided anew.`, t`The company is told and reads your reason.`],
        fourEyes: t`You may judge this because somebody else took the decision.`, done: t`The appeal is upheld`,
      },
      dismissAppeal: {
        label: t`Dismiss the appeal`, isDanger: true,
        consequences: [t`The refusal is final.`, t`The company is told and reads your reason.`],
        fourEyes: t`You may judge this because somebody else took the decision.`, done: t`The appeal is dismissed`,
      },
      'release:released': {
        label: t`Give back`, isDanger: true,
        consequences: [
          t`The GPUs are free for others at once, and running jobs are stopped.`,
          t`All access keys are revoked.`,
          left ? t`${left} that were not used go back to the quota of ${company} at once.` : t`Hours that were not used go back to your quota.`,
        ],
        done: t`Given back; what was not used is in your quota again`,
      },
      requestChange: { label: t`Ask for a change`, keys: 'g', open: () => ask('requestChange') },
      requestRenewal: { label: t`Ask for a renewal`, keys: 'r', open: () => ask('requestRenewal') },
      decideChange: { label: t`Decide on the change`, isPrimary: true, keys: 'a', open: () => ask('decideChange') },
      decideRenewal: { label: t`Decide on the renewal`, isPrimary: true, keys: 'a', open: () => ask('decideRenewal') },
      revoke: {
        label: t({ message: 'Revoke', context: 'grant' }), isDanger: true,
        consequences: [
          t`The GPUs are free for others at once, and running jobs are stopped.`,
          t`All access keys are revoked.`,
          left ? t`${left} that were not used go back to the quota of ${company} at once.` : t`Hours that were not used go back to the company’s quota.`,
          t`The company is told and reads your reason.`,
        ],
        done: t`Revoked, and the company is told`,
      },
    };
  }, [t, navigate, id, ask, appealed, left, company]);
}
