import { CircleHelp } from 'lucide-react';
import {
  cloneElement, useEffect, useId, useRef, useState, type FocusEvent, type KeyboardEvent, type ReactElement, type ReactNode,
  type RefObject,
} from 'react';
import { Button } from './button';
import { onDemand } from './on-demand';

/** What opens over the page; it is fetched after the page stands, or when a pointer or the focus comes near. */
export const panels = onDemand(() => import('./panels'));

export interface DialogProps {
  title: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  /** A question that must be answered: a click outside does not close it. */
  isAlert?: boolean;
}

/** A dialog over the page; keeps the focus, closes on Escape and gives the focus back. */
export function Dialog(props: DialogProps) {
  const Panel = panels.use(props.isOpen)?.DialogPanel;
  return props.isOpen && Panel ? <Panel {...props} /> : null;
}

export interface DrawerProps {
  label: string;
  isOpen: boolean;
  onClose: () => void;
  side?: 'left' | 'right';
  children: ReactNode;
}

/** A panel from the edge: the navigation on a phone, the peek at a row. */
export function Drawer(props: DrawerProps) {
  const Panel = panels.use(props.isOpen)?.DrawerPanel;
  return props.isOpen && Panel ? <Panel {...props} /> : null;
}

export interface MenuAction {
  id: string;
  label: string;
  icon?: ReactNode;
  /** Words after the label, such as a shortcut. */
  hint?: string;
  isDisabled?: boolean;
  isDanger?: boolean;
  onAction: () => void;
}

export interface MenuGroup {
  id: string;
  title?: string;
  items: readonly MenuAction[];
}

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  label: string;
  groups: readonly MenuGroup[];
  placement?: 'bottom start' | 'bottom end' | 'top start';
}

/** A menu of actions behind a button. */
export function Menu({ trigger, placement = 'bottom end', ...props }: MenuProps) {
  const { triggerProps, overlay } = useOpener('menu');
  const Panel = panels.use(overlay !== null)?.MenuPanel;
  return (
    <>
      {cloneElement(trigger, triggerProps)}
      {overlay && Panel && <Panel {...props} {...overlay} placement={placement} />}
    </>
  );
}

export interface PopoverButtonProps {
  trigger: ReactElement;
  label: string;
  placement?: 'bottom start' | 'bottom end';
  className?: string;
  children: ReactNode | ((close: () => void) => ReactNode);
}

/** Any content in a popover behind a button: a filter, the columns, the notifications. */
export function PopoverButton({ trigger, placement = 'bottom start', ...props }: PopoverButtonProps) {
  const { triggerProps, overlay } = useOpener('dialog');
  const Panel = panels.use(overlay !== null)?.PopoverPanel;
  return (
    <>
      {cloneElement(trigger, triggerProps)}
      {overlay && Panel && <Panel {...props} {...overlay} placement={placement} />}
    </>
  );
}

/** What an open overlay needs of the button that opened it. */
export interface OpenOverlay {
  id: string;
  triggerRef: RefObject<HTMLElement | null>;
  close: () => void;
}

/** Makes a `Button` open something; `overlay` is `null` while that is closed. */
function useOpener(kind: 'menu' | 'dialog') {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const triggerRef = useRef<HTMLButtonElement>(null);
  const open = () => {
    // Safari leaves the focus where it was on a click; it must come back here on closing.
    triggerRef.current?.focus();
    setOpen(true);
  };
  const triggerProps = {
    ref: triggerRef,
    'aria-haspopup': kind,
    'aria-expanded': isOpen,
    'aria-controls': isOpen ? id : undefined,
    onPress: open,
    onPointerEnter: panels.fetch,
    onFocus: panels.fetch,
    onKeyDown(event: KeyboardEvent) {
      if (kind !== 'menu' || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
      event.preventDefault();
      open();
    },
  };
  const overlay: OpenOverlay | null = isOpen ? { id, triggerRef, close: () => setOpen(false) } : null;
  return { triggerProps, overlay };
}

export interface HelpProps {
  /** What the help is about, read by screen readers: "The rule behind the balance". */
  label: string;
  title?: ReactNode;
  children: ReactNode;
}

/** A question mark beside a figure or a field that opens the rule behind it. */
export function Help({ label, title, children }: HelpProps) {
  return (
    <PopoverButton
      label={label}
      className="max-w-80! p-3.5!"
      trigger={
        <Button variant="quiet" iconOnly aria-label={label} className="size-6! rounded-full! align-middle text-muted! hover:text-fg!">
          <CircleHelp aria-hidden className="size-3.5!" />
        </Button>
      }
    >
      <div className="flex flex-col gap-1.5">
        {title && <p className="font-semibold">{title}</p>}
        <div className="text-table text-muted [&_strong]:text-fg">{children}</div>
      </div>
    </PopoverButton>
  );
}

export interface TooltipProps {
  /** Words shown on hover and keyboard focus; never the only place of something needed. */
  text: ReactNode;
  children: ReactElement;
}

const TOOLTIP_AFTER_MS = 400;

export function Tooltip({ text, children }: TooltipProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const triggerRef = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const Panel = panels.use(isOpen)?.TooltipPanel;
  const close = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <>
      {cloneElement(children, {
        ref: triggerRef,
        'aria-describedby': isOpen ? id : undefined,
        onPointerEnter() {
          panels.fetch();
          timer.current = setTimeout(() => setOpen(true), TOOLTIP_AFTER_MS);
        },
        onPointerLeave: close,
        onPointerDown: close,
        onFocus: (event: FocusEvent) => event.target.matches(':focus-visible') && setOpen(true),
        onBlur: close,
      } as object)}
      {isOpen && Panel && <Panel id={id} triggerRef={triggerRef} close={close} text={text} />}
    </>
  );
}
