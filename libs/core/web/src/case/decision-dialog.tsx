import { Trans, useLingui } from '@lingui/react/macro';
import { Eye, MoveRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useAttempt } from '../ui/ask';
import { Button } from '../ui/button';
import { Notice } from '../ui/display';
import { Dialog } from '../ui/overlay';
import { TextAreaField } from '../ui/text-field';

export interface DecisionDialogProps {
  title: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  /** What will happen, one line each: the hold, the letter, the tasks. */
  consequences: readonly ReactNode[];
  /** Who must look besides: "Whoever submitted this cannot approve it." */
  fourEyes?: ReactNode;
  needsReason?: boolean;
  confirmLabel: ReactNode;
  isDanger?: boolean;
  /** Fields of the decision: the amount, the date. */
  children?: ReactNode;
  /** Gives the reason, empty when none is asked for. */
  onConfirm: (reason: string) => Promise<void>;
}

/** A decision: says what will happen before it does. */
export function DecisionDialog(props: DecisionDialogProps) {
  const { t } = useLingui();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const { isBusy, failure, run } = useAttempt(
    () => props.onConfirm(reason.trim()),
    () => {
      setReason('');
      props.onClose();
    },
  );
  const confirm = () => {
    if (props.needsReason && reason.trim() === '') setMissing(true);
    else void run();
  };
  return (
    <Dialog
      title={props.title}
      isOpen={props.isOpen}
      onClose={props.onClose}
      actions={
        <>
          <Button onPress={props.onClose} isDisabled={isBusy}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant={props.isDanger ? 'danger' : 'primary'} isPending={isBusy} onPress={confirm}>
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {props.consequences.length > 0 && (
          <section className="rounded-card bg-sunken px-3.5 py-3">
            <h3 className="pb-1 text-caption text-muted">
              <Trans>What will happen</Trans>
            </h3>
            <ul className="flex flex-col gap-1">
              {props.consequences.map((line, index) => (
                <li key={index} className="flex gap-2">
                  <MoveRight aria-hidden className="mt-1 size-3.5 shrink-0 text-primary" />
                  <span>{line}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {props.children}
        {props.needsReason && (
          <TextAreaField
            label={t`Reason`}
            help={t`Kept in the timeline of this case.`}
            isRequired
            value={reason}
            onChange={(next) => {
              setReason(next);
              setMissing(false);
            }}
            error={missing ? t`Give the reason in a sentence or two.` : undefined}
            maxLength={2000}
          />
        )}
        {props.fourEyes && (
          <p className="flex items-start gap-2 text-caption text-muted">
            <Eye aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            <span>{props.fourEyes}</span>
          </p>
        )}
        {failure && (
          // In a long dialog the end is out of view.
          <div ref={(place) => place?.scrollIntoView({ block: 'nearest' })}>
            <Notice tone="bad">{failure}</Notice>
          </div>
        )}
      </div>
    </Dialog>
  );
}
