import { Trans, useLingui } from '@lingui/react/macro';
import { Button, ConfirmDialog, graphql, lazyPart, Panel, ReasonDialog, Tag, Time, toast, useCan, useCommand, useFormat, useViewer } from '@wutong/core-web';
import { useState } from 'react';
import type { RequestCase } from '../compute-request-case.query';
import { RUNNING } from '../request-words';
import { GiveBackBorrowedGpusDocument, RecallBorrowedGpusDocument } from './borrow-panel.graphql';

graphql`
  mutation GiveBackBorrowedGpus($id: ID!) { giveBackBorrowedGpus(id: $id) { id } }
  mutation RecallBorrowedGpus($input: RecallBorrowedGpusInput!) { recallBorrowedGpus(input: $input) { id } }
`;

const BorrowDialog = lazyPart(() => import('../moves/borrow-dialog').then((all) => all.BorrowDialog));

type Loan = RequestCase['borrows'][number];
const refetch = ['ComputeRequestCase', 'ComputeCalendar'];

/** GPUs that the grant has on loan beside its own, and how it gets more. */
export function BorrowPanel({ request }: { request: RequestCase }) {
  const { t } = useLingui();
  const viewer = useViewer();
  const canManage = useCan('compute-request.manage');
  const canReview = useCan('compute-request.review');
  const [isBorrowing, setBorrowing] = useState(false);
  const [ended, end] = useState<Loan | null>(null);
  const giveBack = useCommand(GiveBackBorrowedGpusDocument, { refetch });
  const recall = useCommand(RecallBorrowedGpusDocument, { refetch });
  const isOwn = viewer.actingFor?.organisationId === request.organisationId;
  const canBorrow = isOwn && canManage && RUNNING.has(request.state);
  if (request.borrows.length === 0 && !canBorrow) return null;
  return (
    <Panel
      title={t`Borrowed GPUs`} isFlush
      actions={canBorrow && <Button size="sm" onPress={() => setBorrowing(true)}><Trans>Borrow idle GPUs</Trans></Button>}
    >
      {request.borrows.length === 0 ? (
        <p className="max-w-3xl px-4 py-3 text-muted">
          <Trans>Need more GPUs for a few days? What nobody has in this pool can be borrowed at once, paid from this grant’s hours, until somebody is given it.</Trans>
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {request.borrows.map((loan) => (
            <LoanRow key={loan.id} loan={loan} canEnd={(isOwn && canManage) || canReview} isOwn={isOwn} onEnd={() => end(loan)} />
          ))}
        </ul>
      )}
      {isBorrowing && <BorrowDialog request={request} onClose={() => setBorrowing(false)} />}
      {ended && isOwn && (
        <ConfirmDialog
          title={t`Give back the borrowed GPUs?`} isOpen onClose={() => end(null)} confirmLabel={t({ message: 'Give back', context: 'borrowed GPUs' })}
          onConfirm={async () => {
            await giveBack.send({ id: ended.id });
            toast.done(t`The GPUs have gone back`);
          }}
        >
          <p><Trans>Jobs beyond the grant’s own {request.sizedGpus} GPUs go back to the queue at once, the newest first.</Trans></p>
        </ConfirmDialog>
      )}
      {ended && !isOwn && (
        <ReasonDialog
          title={t`Recall the borrowed GPUs`} isOpen onClose={() => end(null)} confirmLabel={t`Recall`} readers={t`The tenant is told.`}
          onConfirm={async (reason) => {
            await recall.send({ input: { id: ended.id, reason } });
            toast.done(t`The GPUs are recalled`);
          }}
        >
          <p><Trans>They go back in two hours, so that the tenant’s jobs can save a checkpoint.</Trans></p>
        </ReasonDialog>
      )}
    </Panel>
  );
}

function LoanRow({ loan, canEnd, isOwn, onEnd }: { loan: Loan; canEnd: boolean; isOwn: boolean; onEnd: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const isOver = Date.parse(loan.returnsAt) <= Date.now();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
      <span className="min-w-0">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          <Trans>{format.number(loan.gpus)} GPUs</Trans>
          {isOver ? (
            <Tag>{t({ message: 'Gone back', context: 'borrowed GPUs' })}</Tag>
          ) : loan.recalledAt ? (
            <Tag tone="warn">{t({ message: 'Recalled', context: 'borrowed GPUs' })}</Tag>
          ) : (
            <Tag tone="ok">{t({ message: 'On loan', context: 'borrowed GPUs' })}</Tag>
          )}
        </span>
        <span className="block text-caption text-muted">
          <Time value={loan.startsAt} /> – <Time value={loan.returnsAt} /> · {loan.borrowedByName}
        </span>
        {loan.recalledAt && (
          <span className="block text-caption text-muted">
            {loan.recallReason ?? <Trans>Somebody was given these GPUs.</Trans>}
          </span>
        )}
      </span>
      {!isOver && canEnd && (isOwn || !loan.recalledAt) && (
        <Button size="sm" onPress={onEnd}>{isOwn ? <Trans context="borrowed GPUs">Give back</Trans> : <Trans>Recall</Trans>}</Button>
      )}
    </li>
  );
}
