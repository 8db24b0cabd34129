import { Trans } from '@lingui/react/macro';
import { Button, Dialog, type useAttempt } from '@wutong/core-web';
import type { ReactNode } from 'react';

interface SaveDialogProps {
  title: ReactNode;
  onClose: () => void;
  /** What the button says; "Save" when absent. */
  saveLabel?: ReactNode;
  /** Whether everything that is needed is there. */
  isWhole: boolean;
  attempt: ReturnType<typeof useAttempt>;
  children: ReactNode;
}

/** A short form in a dialog; it stays open, in words, when saving fails. */
export function SaveDialog({ title, onClose, saveLabel, isWhole, attempt, children }: SaveDialogProps) {
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}><Trans>Cancel</Trans></Button>
          <Button variant="primary" isDisabled={!isWhole} isPending={attempt.isBusy} onPress={() => void attempt.run()}>
            {saveLabel ?? <Trans>Save</Trans>}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {children}
        {attempt.failure && <p role="alert" className="text-bad">{attempt.failure}</p>}
      </div>
    </Dialog>
  );
}
