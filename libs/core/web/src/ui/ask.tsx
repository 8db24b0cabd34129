import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { toWords } from '../graphql/errors';
import { Notice } from './display';
import { Button } from './button';
import { Dialog } from './overlay';
import { TextAreaField } from './text-field';

export interface ConfirmDialogProps {
  title: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  /** Does the thing; the dialog stays open, in words, when it fails. */
  onConfirm: () => Promise<void>;
  confirmLabel: ReactNode;
  isDanger?: boolean;
  children?: ReactNode;
}

/** A question before something that has no undo. */
export function ConfirmDialog({ onConfirm, confirmLabel, isDanger, children, ...props }: ConfirmDialogProps) {
  const { isBusy, failure, run } = useAttempt(onConfirm, props.onClose);
  return (
    <Dialog
      {...props}
      size="sm"
      isAlert
      actions={
        <>
          <Button onPress={props.onClose} isDisabled={isBusy}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant={isDanger ? 'danger' : 'primary'} isPending={isBusy} onPress={() => void run()}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
      {failure && <Notice tone="bad">{failure}</Notice>}
    </Dialog>
  );
}

export interface ReasonDialogProps extends Omit<ConfirmDialogProps, 'onConfirm'> {
  onConfirm: (reason: string) => Promise<void>;
  /** Who will read the reason, said under the field. */
  readers?: ReactNode;
  isRequired?: boolean;
}

/** Asks for the reason that a return, a refusal, a revocation or a waiver must carry. */
export function ReasonDialog({ onConfirm, confirmLabel, isDanger, children, readers, ...props }: ReasonDialogProps) {
  const { t } = useLingui();
  const { isRequired = true, ...dialog } = props;
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const { isBusy, failure, run } = useAttempt(() => onConfirm(reason.trim()), () => {
    setReason('');
    props.onClose();
  });
  const confirm = () => {
    if (isRequired && reason.trim() === '') setMissing(true);
    else void run();
  };
  return (
    <Dialog
      {...dialog}
      actions={
        <>
          <Button onPress={props.onClose} isDisabled={isBusy}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant={isDanger ? 'danger' : 'primary'} isPending={isBusy} onPress={confirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {children}
        <TextAreaField
          label={t`Reason`}
          help={readers ?? t`Kept in the timeline of this case.`}
          isRequired={isRequired}
          value={reason}
          onChange={(next) => {
            setReason(next);
            setMissing(false);
          }}
          error={missing ? t`Give the reason in a sentence or two.` : undefined}
          maxLength={2000}
          autoFocus
        />
        {failure && <Notice tone="bad">{failure}</Notice>}
      </div>
    </Dialog>
  );
}

/** Runs a command once at a time and keeps its failure as a sentence. */
export function useAttempt(action: () => Promise<void>, done: () => void) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const run = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await action();
      done();
    } catch (error) {
      setFailure(toWords(error).message);
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, failure, run };
}
