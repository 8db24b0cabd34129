import { useLingui } from '@lingui/react/macro';
import type { PaletteCommand } from '../app/platform';
import { Dialog } from '../ui/overlay';

/** Every key that works now, from the same registry as the palette. */
export default function ShortcutSheet({ commands, close }: { commands: readonly PaletteCommand[]; close: () => void }) {
  const { t, i18n } = useLingui();
  const everywhere = [
    { keys: 'Ctrl K', label: t`Search or jump` },
    { keys: '?', label: t`This sheet` },
    { keys: 'Esc', label: t`Back, close` },
  ];
  const lists = [
    { keys: 'j / k', label: t`Next / previous row` },
    { keys: 'Enter', label: t`Open the row` },
    { keys: 'x', label: t`Select the row` },
    { keys: 'm', label: t`Menu of the row` },
  ];
  const own = commands
    .filter((command) => command.keys)
    .map((command) => ({
      keys: command.keys ?? '',
      label: typeof command.label === 'string' ? command.label : i18n._(command.label),
    }));
  const groups = [
    { title: t`Everywhere`, items: everywhere },
    { title: t`In lists`, items: lists },
    { title: t`On this page`, items: own },
  ];
  return (
    <Dialog title={t`Keyboard shortcuts`} isOpen onClose={close}>
      <div className="grid gap-x-8 gap-y-5 pb-3 sm:grid-cols-2">
        {groups
          .filter((group) => group.items.length > 0)
          .map((group) => (
            <section key={group.title}>
              <h3 className="pb-1 text-caption text-muted">{group.title}</h3>
              <dl>
                {group.items.map((item) => (
                  <div key={item.keys} className="flex items-center justify-between gap-4 border-b border-line py-1 last:border-0">
                    <dt>{item.label}</dt>
                    <dd>
                      <kbd className="rounded-sm border border-line bg-sunken px-1.5 font-sans text-caption">{item.keys}</kbd>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Dialog>
  );
}
