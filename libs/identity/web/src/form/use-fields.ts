import { toWords } from '@wutong/core-web';
import { useState } from 'react';

type Errors<Name extends string> = Partial<Record<Name, string>>;

/** What a short form's field takes from `useFields`. */
export interface FieldState {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  name: string;
}

/**
 * The values of a short form of texts, and what is wrong with them. `submit` checks, sends, and puts what the server
 * finds wrong under the field that it names; anything else is `failure`, for a notice.
 */
export function useFields<const Name extends string>(initial: Record<Name, string>) {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Errors<Name>>({});
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const set = (patch: Partial<Record<Name, string>>) => {
    setValues((now) => ({ ...now, ...patch }));
    setErrors((now) => Object.fromEntries(Object.entries(now).filter(([name]) => !(name in patch))) as Errors<Name>);
  };
  const field = (name: Name): FieldState => ({
    name,
    value: values[name],
    onChange: (value) => set({ [name]: value } as Partial<Record<Name, string>>),
    error: errors[name],
  });
  const submit = async (check: () => Errors<Name>, send: () => Promise<void>) => {
    const wrong = check();
    setErrors(wrong);
    setFailure(undefined);
    if (Object.values(wrong).some(Boolean)) return;
    setBusy(true);
    try {
      await send();
    } catch (error) {
      const words = toWords(error);
      const name = words.field?.split('.').at(-1);
      if (name !== undefined && name in initial) setErrors({ [name]: withoutField(words.message) } as Errors<Name>);
      else setFailure(words.message);
    } finally {
      setBusy(false);
    }
  };
  return { values, set, field, submit, failure, setFailure, isBusy };
}

/** The server names the field in front of its sentence; under the field itself that is said already. */
function withoutField(message: string): string {
  return message.replace(/^“[^”]*”[:：]\s*/, '');
}
