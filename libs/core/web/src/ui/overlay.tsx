import { useLingui } from '@lingui/react/macro';
import { CircleHelp, X } from 'lucide-react';
import { type ReactElement, type ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Dialog as AriaDialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Popover } from 'react-aria-components/Popover';
import { Header } from 'react-aria-components/Header';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { Button } from './button';
import { itemClass, popoverClass } from './classes';
import { cx } from './cx';

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

const widths = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-3xl' };

/** A dialog over the page; keeps the focus, closes on Escape and gives the focus back. */
export function Dialog({ title, isOpen, onClose, children, actions, size = 'md', isAlert = false }: DialogProps) {
  const { t } = useLingui();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable={!isAlert}
      className="fixed inset-0 z-40 flex items-end justify-center bg-overlay sm:items-start sm:p-4 sm:pt-[10vh]"
    >
      <Modal
        className={cx(
          'enter flex max-h-[92dvh] w-full flex-col rounded-t-dialog border border-line bg-raised shadow-overlay',
          'sm:max-h-[80vh] sm:rounded-dialog',
          widths[size],
        )}
      >
        <AriaDialog role={isAlert ? 'alertdialog' : 'dialog'} className="flex min-h-0 flex-col outline-none">
          <div className="flex items-start justify-between gap-4 px-5 pt-4 pb-1">
            <Heading slot="title" className="text-lead font-semibold">
              {title}
            </Heading>
            {!isAlert && (
              <Button variant="quiet" size="sm" iconOnly aria-label={t`Close`} onPress={onClose} className="-mr-1.5">
                <X aria-hidden />
              </Button>
            )}
          </div>
          <div className="min-h-0 overflow-y-auto px-5 py-2">{children}</div>
          <div className="flex flex-wrap justify-end gap-2 px-5 pt-2 pb-4">{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface DrawerProps {
  label: string;
  isOpen: boolean;
  onClose: () => void;
  side?: 'left' | 'right';
  children: ReactNode;
}

/** A panel from the edge: the navigation on a phone, the peek at a row. */
export function Drawer({ label, isOpen, onClose, side = 'right', children }: DrawerProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable
      className="fixed inset-0 z-40 flex bg-overlay"
    >
      <Modal
        className={cx(
          'h-full w-[min(100vw,26rem)] border-line bg-raised shadow-overlay',
          side === 'right' ? 'ml-auto border-l' : 'w-[min(86vw,18rem)] border-r',
        )}
      >
        <AriaDialog aria-label={label} className="flex h-full flex-col overflow-y-auto outline-none">
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
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
export function Menu({ trigger, label, groups, placement = 'bottom end' }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement} className={cx(popoverClass, 'min-w-48')}>
        <MenuList label={label} groups={groups} />
      </Popover>
    </MenuTrigger>
  );
}

/** The list inside a menu, also used by the row menu that has no trigger of its own. */
export function MenuList({ label, groups, autoFocus }: Pick<MenuProps, 'label' | 'groups'> & { autoFocus?: boolean }) {
  return (
    <AriaMenu aria-label={label} autoFocus={autoFocus ? 'first' : undefined} className="outline-none">
      {groups.map((group, index) => (
        <MenuSection
          key={group.id}
          id={group.id}
          aria-label={group.title ?? label}
          className={cx(index > 0 && 'mt-1 border-t border-line pt-1')}
        >
          {group.title && <Header className="px-2 pt-1 pb-0.5 text-caption text-muted">{group.title}</Header>}
          {group.items.map((item) => (
            <MenuItem
              key={item.id}
              id={item.id}
              textValue={item.label}
              isDisabled={item.isDisabled}
              onAction={item.onAction}
              className={cx(itemClass, item.isDanger && 'text-bad')}
            >
              {item.icon}
              <span className="min-w-0 flex-1 truncate">{item.label}</span>
              {item.hint && <kbd className="font-sans text-caption text-muted">{item.hint}</kbd>}
            </MenuItem>
          ))}
        </MenuSection>
      ))}
    </AriaMenu>
  );
}

export interface TooltipProps {
  /** Words shown on hover and keyboard focus; never the only place of something needed. */
  text: ReactNode;
  children: ReactElement;
}

export function Tooltip({ text, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      {children}
      <AriaTooltip
        offset={6}
        className="enter max-w-64 rounded-control bg-fg px-2 py-1 text-caption text-bg shadow-overlay"
      >
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
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
    <DialogTrigger>
      <AriaButton
        aria-label={label}
        className="inline-flex size-6 items-center justify-center rounded-full align-middle text-muted hover:text-fg"
      >
        <CircleHelp aria-hidden className="size-3.5" />
      </AriaButton>
      <Popover className="enter max-w-80 rounded-card border border-line bg-raised p-3.5 text-fg shadow-overlay outline-none">
        <AriaDialog aria-label={label} className="flex flex-col gap-1.5 outline-none">
          {title && <p className="font-semibold">{title}</p>}
          <div className="text-table text-muted [&_strong]:text-fg">{children}</div>
        </AriaDialog>
      </Popover>
    </DialogTrigger>
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
export function PopoverButton({ trigger, label, placement = 'bottom start', className, children }: PopoverButtonProps) {
  return (
    <DialogTrigger>
      {trigger}
      <Popover
        placement={placement}
        className={cx(popoverClass, 'max-h-[70vh] max-w-[calc(100vw-1rem)] p-0', className)}
      >
        <AriaDialog aria-label={label} className="outline-none">
          {({ close }) => <>{typeof children === 'function' ? children(close) : children}</>}
        </AriaDialog>
      </Popover>
    </DialogTrigger>
  );
}
