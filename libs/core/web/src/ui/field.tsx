import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { cx } from './cx';

/** What every field of the kit takes; `error` is a sentence, and its presence marks the field as wrong. */
export interface FieldProps {
  label: ReactNode;
  help?: ReactNode;
  error?: string | undefined;
  name?: string | undefined;
  isRequired?: boolean | undefined;
  isDisabled?: boolean | undefined;
  isReadOnly?: boolean | undefined;
  className?: string | undefined;
}

/** Label above the control, with the mark of a required field. */
export function FieldLabel({ label, isRequired }: Pick<FieldProps, 'label' | 'isRequired'>) {
  return (
    <Label className="flex items-baseline gap-1 font-medium text-fg">
      <span>{label}</span>
      {isRequired && (
        <span aria-hidden className="text-bad">
          *
        </span>
      )}
    </Label>
  );
}

/** Help and error under the control, announced with it. */
export function FieldHelp({ help, error }: Pick<FieldProps, 'help' | 'error'>) {
  return (
    <>
      {help && (
        <Text slot="description" className="text-caption text-muted">
          {help}
        </Text>
      )}
      <FieldError className="text-caption text-bad">{error}</FieldError>
    </>
  );
}

/** The words of a field that may stay empty, beside its label. */
export function Optional() {
  return (
    <span className="text-caption font-normal text-muted">
      <Trans>optional</Trans>
    </span>
  );
}

/** What the wrapped React Aria field gets from our props. */
export function ariaField<Props extends FieldProps>({ label: _l, help: _h, error, className, ...rest }: Props) {
  return {
    ...rest,
    isInvalid: Boolean(error),
    validationBehavior: 'aria' as const,
    className: cx('group flex min-w-0 flex-col gap-1', className),
  };
}
