import { useEffect, useRef } from 'react';
import type { PaletteCommand } from '../app/platform';

interface Handlers {
  openPalette: () => void;
  openSheet: () => void;
  go: (to: string) => void;
}

/** Runs a command, wherever it was chosen. */
export function perform(command: PaletteCommand, go: (to: string) => void): void {
  if (command.run) command.run();
  else if (command.to) go(command.to);
}

/**
 * Keys of the whole portal: Ctrl/⌘K for the palette, `?` for the sheet, and the commands' own keys, alone or as two in
 * turn within a second. Keys typed into a field, or while a dialog or menu is open, are left alone.
 */
export function useShortcuts(commands: readonly PaletteCommand[], handlers: Handlers): void {
  const latest = useRef({ commands, handlers });
  latest.current = { commands, handlers };
  useEffect(() => {
    let first = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      const { commands: all, handlers: act } = latest.current;
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        act.openPalette();
        return;
      }
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isBusyElsewhere(event.target)) return;
      if (event.key === '?') {
        act.openSheet();
        return;
      }
      const typed = first ? `${first} ${event.key}` : event.key;
      const command = all.find((one) => one.keys === typed);
      clearTimeout(timer);
      first = '';
      if (command) {
        event.preventDefault();
        perform(command, act.go);
      } else if (all.some((one) => one.keys?.startsWith(`${event.key} `))) {
        first = event.key;
        timer = setTimeout(() => (first = ''), 1000);
      }
    };
    document.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', onKey);
    };
  }, []);
}

function isBusyElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) return true;
  return target.closest('[role=dialog],[role=alertdialog],[role=menu],[role=listbox],[role=spinbutton]') !== null;
}
