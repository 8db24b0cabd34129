import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Header } from 'react-aria-components/Header';
import { Heading } from 'react-aria-components/Heading';
import { Menu as AriaMenu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Popover } from 'react-aria-components/Popover';
import { Tooltip as AriaTooltip, TooltipTriggerStateContext } from 'react-aria-components/Tooltip';
import { Button } from './button';
import { itemClass, popoverClass } from './classes';
import { cx } from './cx';
import type { DialogProps, DrawerProps, MenuProps, OpenOverlay, PopoverButtonProps } from './overlay';

const widths = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-3xl' };

/** The open `Dialog`. */
export function DialogPanel({ title, onClose, children, actions, size = 'md', isAlert = false }: DialogProps) {
  const { t } = useLingui();
  return (
    <ModalOverlay
      isOpen
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

/** The open `Drawer`. */
export function DrawerPanel({ label, onClose, side = 'right', children }: DrawerProps) {
  return (
    <ModalOverlay isOpen onOpenChange={(open) => open || onClose()} isDismissable className="fixed inset-0 z-40 flex bg-overlay">
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

/** The open `Menu`, and the one menu that the rows of a table share. */
export function MenuPanel({
  id, label, groups, placement = 'bottom end', triggerRef, close,
}: Omit<MenuProps, 'trigger'> & OpenOverlay) {
  // What an item opens gives the focus back to where it was: that has to be the button, for the item is gone by then.
  const run = (act: () => void) => {
    close();
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) triggerRef.current?.focus();
      act();
    });
  };
  return (
    <Popover
      aria-label={label}
      triggerRef={triggerRef}
      isOpen
      onOpenChange={(open) => open || close()}
      placement={placement}
      className={cx(popoverClass, 'min-w-48')}
    >
      <AriaMenu id={id} aria-label={label} autoFocus="first" onClose={close} className="outline-none">
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
                onAction={() => run(item.onAction)}
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
    </Popover>
  );
}

/** The open `PopoverButton`. */
export function PopoverPanel({
  id, label, placement = 'bottom start', className, children, triggerRef, close,
}: Omit<PopoverButtonProps, 'trigger'> & OpenOverlay) {
  return (
    <Popover
      triggerRef={triggerRef}
      isOpen
      onOpenChange={(open) => open || close()}
      placement={placement}
      className={cx(popoverClass, 'max-h-[70vh] max-w-[calc(100vw-1rem)] p-0', className)}
    >
      <AriaDialog id={id} aria-label={label} className="outline-none">
        {typeof children === 'function' ? children(close) : children}
      </AriaDialog>
    </Popover>
  );
}

/** The shown `Tooltip`. */
export function TooltipPanel({ id, text, triggerRef, close }: OpenOverlay & { text: ReactNode }) {
  return (
    <TooltipTriggerStateContext value={{ isOpen: true, shouldSkipAnimation: false, open: () => undefined, close }}>
      <AriaTooltip
        triggerRef={triggerRef}
        offset={6}
        className="enter max-w-64 rounded-control bg-fg px-2 py-1 text-caption text-bg shadow-overlay"
      >
        <span id={id}>{text}</span>
      </AriaTooltip>
    </TooltipTriggerStateContext>
  );
}
