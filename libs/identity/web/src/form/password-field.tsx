import { useLingui } from '@lingui/react/macro';
import { Button, TextField } from '@wutong/core-web';
import { Eye, EyeOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { FieldState } from './use-fields';

const SHORTEST = 10;

interface Props extends FieldState {
  label: ReactNode;
  help?: ReactNode;
  /** A new one is offered by the browser, the present one filled in. */
  autoComplete: 'new-password' | 'current-password';
}

/** What the server asks of a new password, said while it is chosen. */
export function useNewPassword() {
  const { t } = useLingui();
  return {
    help: t`At least ${SHORTEST} characters; a few unrelated words are easy to remember.`,
    problem: (password: string) =>
      [...password].length < SHORTEST ? t`Use at least ${SHORTEST} characters.` : undefined,
  };
}

/** A password, which can be shown while typing. */
export function PasswordField({ help, ...props }: Props) {
  const { t } = useLingui();
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      {...(help ? { help } : {})}
      isRequired
      type={isShown ? 'text' : 'password'}
      suffix={
        <Button
          variant="quiet"
          size="sm"
          iconOnly
          className="-mr-2"
          aria-label={isShown ? t`Hide the password` : t`Show the password`}
          onPress={() => setShown(!isShown)}
        >
          {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </Button>
      }
    />
  );
}
