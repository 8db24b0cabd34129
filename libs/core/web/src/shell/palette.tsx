import { useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Input } from 'react-aria-components/Input';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { SearchField } from 'react-aria-components/SearchField';
import { useDeferredValue, useMemo, useState } from 'react';
import { useFound } from './use-found';
import { isFor, type PaletteCommand } from '../app/platform';
import { usePortal } from '../app/portal';
import { itemClass } from '../ui/classes';
import { matches } from './palette-filter';
import { perform } from './shortcuts';

/** Pages and commands by name, in either language; Enter runs. */
export default function Palette({ commands, close }: { commands: readonly PaletteCommand[]; close: () => void }) {
  const { t, i18n } = useLingui();
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const { platforms, viewer } = usePortal();
  const found = useFound(useDeferredValue(typed));
  const items = useMemo(() => {
    const pages = platforms.flatMap((platform) =>
      platform.nav
        .filter((item) => isFor(viewer, item))
        .map((item) => ({ id: item.to, label: item.label, icon: item.icon, to: item.to, group: platform.title })),
    );
    return [...commands, ...pages, ...found] as readonly (PaletteCommand & { group?: PaletteCommand['label'] })[];
  }, [commands, platforms, viewer, found]);
  const say = (label: PaletteCommand['label']) => (typeof label === 'string' ? label : i18n._(label));

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => open || close()}
      className="fixed inset-0 z-40 flex items-start justify-center bg-overlay p-3 pt-[12vh]"
    >
      <Modal className="enter w-full max-w-xl overflow-hidden rounded-dialog border border-line bg-raised shadow-overlay">
        <Dialog aria-label={t`Search or jump`} className="outline-none">
          <Autocomplete filter={matches} inputValue={typed} onInputChange={setTyped}>
            <SearchField aria-label={t`Search or jump`} className="flex items-center gap-2 border-b border-line px-4">
              <Search aria-hidden className="size-4 text-muted" />
              <Input
                ref={takeFocus}
                placeholder={t`A page, a command, a company, a number`}
                className="h-12 min-w-0 flex-1 bg-transparent outline-none [&::-webkit-search-cancel-button]:hidden"
              />
              <kbd className="rounded-sm border border-line px-1 font-sans text-[11px] text-muted">Esc</kbd>
            </SearchField>
            <Menu
              aria-label={t`Pages and commands`}
              items={items}
              className="max-h-[50vh] overflow-y-auto p-1.5 outline-none"
              renderEmptyState={() => <p className="px-3 py-6 text-center text-muted">{t`Nothing has this name`}</p>}
            >
              {(item) => (
                <MenuItem
                  id={item.id}
                  textValue={`${say(item.label)} ${item.keywords ?? ''}`}
                  className={`${itemClass} min-h-9`}
                  onAction={() => {
                    close();
                    perform(item, (to) => router.history.push(to));
                  }}
                >
                  {item.icon ? <item.icon aria-hidden className="text-muted" /> : <span className="size-4" />}
                  <span className="min-w-0 flex-1 truncate">{say(item.label)}</span>
                  {item.group && <span className="text-caption text-muted">{say(item.group)}</span>}
                  {item.keys && (
                    <kbd className="rounded-sm border border-line px-1 font-sans text-[11px] text-muted">{item.keys}</kbd>
                  )}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** In the frame in which it is drawn: `autoFocus` comes after it, and keys typed until then would be lost. */
function takeFocus(input: HTMLInputElement | null): void {
  input?.focus();
}
