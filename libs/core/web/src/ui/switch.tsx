import type { ReactNode } from 'react';
import { Switch as AriaSwitch } from 'react-aria-components/Switch';
import { cx } from './cx';

export interface SwitchProps {
  children: ReactNode;
  help?: ReactNode;
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
}

/** On or off, at once. */
export function Switch({ children, help, ...props }: SwitchProps) {
  return (
    <AriaSwitch {...props} className="group flex min-h-6 cursor-default items-start gap-2.5 data-disabled:opacity-50">
      <span
        className={cx(
          'mt-0.5 flex h-4.5 w-8 shrink-0 items-center rounded-full bg-line-strong p-0.5 outline-offset-2 outline-primary',
          'transition-colors duration-100 group-data-focus-visible:outline-2 group-data-selected:bg-primary',
        )}
      >
        <span className="size-3.5 rounded-full bg-white transition-transform duration-100 group-data-selected:translate-x-3.5" />
      </span>
      <span>
        {children}
        {help && <span className="block text-caption text-muted">{help}</span>}
      </span>
    </AriaSwitch>
  );
}
