import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { CaseActions, lazyPart, type ActionLook, type ServerAction } from '@wutong/core-web';
import { useMemo, useState, type ComponentType } from 'react';
import type { ApplicationCase } from '../case/application-case.query';
import type { MoveDialogProps } from './dialog-props';
import { isMove, useMove } from './use-move';

/** Decisions that take more than a reason. */
const DIALOGS: Readonly<Record<string, ComponentType<MoveDialogProps>>> = {
  requestInfo: lazyPart(() => import('./request-info-dialog').then((all) => all.RequestInfoDialog)),
  markIneligible: lazyPart(() => import('./ineligible-dialog').then((all) => all.IneligibleDialog)),
  offer: lazyPart(() => import('./offer-dialog').then((all) => all.OfferDialog)),
  waitlist: lazyPart(() => import('./waitlist-dialog').then((all) => all.WaitlistDialog)),
  decline: lazyPart(() => import('./decline-dialog').then((all) => all.DeclineDialog)),
  signOffer: lazyPart(() => import('./sign-dialog').then((all) => all.SignDialog)),
};

/** The moves that the server offers the viewer on this application, worded and asked for. */
export function ApplicationMoves({ application, round, rules }: Omit<MoveDialogProps, 'onClose'>) {
  const move = useMove();
  const [open, setOpen] = useState<string | null>(null);
  const looks = useLooks(application, setOpen);
  const Dialog = open ? DIALOGS[open] : undefined;
  const perform = async ({ event }: ServerAction, reason: string) => {
    if (!isMove(event)) return;
    const { id, version } = application;
    await move(event, (reason ? { id, version, reason } : { id, version }) as never);
  };
  return (
    <>
      <CaseActions actions={application.actions} looks={looks} perform={perform} />
      {Dialog && <Dialog application={application} round={round} rules={rules} onClose={() => setOpen(null)} />}
    </>
  );
}

function useLooks({ id, state }: ApplicationCase, ask: (event: string) => void): Readonly<Record<string, ActionLook>> {
  const { t } = useLingui();
  const navigate = useNavigate();
  return useMemo(() => {
    const edit = () => void navigate({ to: '/tenancy/applications/$id/edit', params: { id } });
    return {
      submit: { label: t`Continue the form`, isPrimary: true, keys: 'e', open: edit },
      resubmit: { label: t`Answer the request`, isPrimary: true, keys: 'e', open: edit },
      discard: {
        label: t`Discard the draft`,
        isDanger: true,
        consequences: [
          t`The draft and its documents are given up.`,
          t`You can begin another application while the round is open.`,
        ],
        done: t`The draft is discarded`,
      },
      withdraw: {
        label: t`Withdraw`,
        isDanger: true,
        consequences: [
          t`The centre stops its work on this application. This cannot be undone.`,
          t`You can apply anew while a round is open.`,
        ],
        done: t`The application is withdrawn`,
      },
      claim: { label: t`Claim`, isPrimary: true, keys: 'c', done: t`It is yours to screen` },
      passScreening: {
        label: t`Pass screening`,
        isPrimary: true,
        keys: 'p',
        consequences: [
          t`The due-diligence checklist opens, and the programme leads are told.`,
          t`The company sees that it passed.`,
        ],
        done: t`Passed on to due diligence`,
      },
      requestInfo: { label: t`Ask for more`, keys: 'i', open: () => ask('requestInfo') },
      markIneligible: { label: t`Find ineligible`, isDanger: true, open: () => ask('markIneligible') },
      sendToPanel: {
        label: t`Bring before the panel`,
        isPrimary: true,
        keys: 'p',
        consequences: [
          t`Every mandatory check must be done or waived; otherwise nothing happens.`,
          t`The approvers are told, and the company sees it in its timeline.`,
        ],
        done: t`It goes to the panel`,
      },
      offer: { label: t`Offer a place`, isPrimary: true, keys: 'o', open: () => ask('offer') },
      waitlist: { label: t`Put on the waiting list`, keys: 'w', open: () => ask('waitlist') },
      decline: { label: t`Decline`, isDanger: true, keys: 'd', open: () => ask('decline') },
      signOffer: { label: t`Read and sign`, isPrimary: true, keys: 's', open: () => ask('signOffer') },
      declineOffer: {
        label: t`Decline the offer`,
        isDanger: true,
        consequences: [t`The offer is void, and the desks go to others. This cannot be undone.`],
        done: t`The offer is declined`,
      },
      appeal: {
        label: t`Appeal`,
        isPrimary: state === 'ineligible' || state === 'declined',
        consequences: [
          t`An approver who did not take the decision judges your appeal.`,
          t`There is one appeal: say everything that was overlooked.`,
        ],
        done: t`Your appeal is with the centre`,
      },
      upholdAppeal: {
        label: t`Uphold the appeal`,
        isPrimary: true,
        consequences: [
          t`The application goes back to due diligence; what was cited falls away.`,
          t`The company is told and reads your reason.`,
        ],
        fourEyes: t`You may judge this because somebody else took the decision.`,
        done: t`The appeal is upheld`,
      },
      dismissAppeal: {
        label: t`Dismiss the appeal`,
        isDanger: true,
        consequences: [t`The refusal is final.`, t`The company is told and reads your reason.`],
        fourEyes: t`You may judge this because somebody else took the decision.`,
        done: t`The appeal is dismissed`,
      },
    };
  }, [t, navigate, id, state, ask]);
}
