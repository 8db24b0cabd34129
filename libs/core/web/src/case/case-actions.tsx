import { useLingui } from '@lingui/react/macro';
import { Ellipsis } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { usePageCommands } from '../app/commands';
import { toWords } from '../graphql/errors';
import { ReasonDialog } from '../ui/ask';
import { Button } from '../ui/button';
import { Menu } from '../ui/overlay';
import { toast } from '../ui/toast-queue';
import { DecisionDialog } from './decision-dialog';

/** A move open to the viewer, as the server lists it. */
export interface ServerAction {
  event: string;
  to?: string | null;
  needsReason: boolean;
}

/** How a page words and draws a move. */
export interface ActionLook {
  label: string;
  /** One of a page: the move that brings the case forward. */
  isPrimary?: boolean;
  isDanger?: boolean;
  /** One key that starts it. */
  keys?: string;
  /** What will happen, told before it is confirmed; asks even where no reason is needed. */
  consequences?: readonly ReactNode[];
  fourEyes?: ReactNode;
  /** Fields of the decision, inside its dialog. */
  fields?: ReactNode;
  /** Opens a dialog or a page of its own instead. */
  open?: () => void;
  /** Said afterwards. */
  done?: string;
}

export interface CaseActionsProps {
  /** The moves the server offers, in its order. A move without a look is left out: it belongs to another page. */
  actions: readonly ServerAction[];
  looks: Readonly<Record<string, ActionLook>>;
  /** Makes the move on the server; throws when it fails. */
  perform: (action: ServerAction, reason: string) => Promise<void>;
}

/** The moves open to the viewer: the main ones as buttons, the rest in a menu, all of them in the palette. */
export function CaseActions({ actions, looks, perform }: CaseActionsProps) {
  const { t } = useLingui();
  const [asked, setAsked] = useState<ServerAction | null>(null);
  const [busy, setBusy] = useState<string | null>(null);

  const offered = actions
    .flatMap((action) => {
      const look = looks[lookKey(action, looks)];
      return look ? [{ action, look, id: `${action.event}-${action.to ?? ''}` }] : [];
    })
    .sort((one, other) => Number(other.look.isPrimary ?? false) - Number(one.look.isPrimary ?? false));

  const start = (action: ServerAction, look: ActionLook) => {
    if (look.open) look.open();
    else if (action.needsReason || look.consequences || look.fields) setAsked(action);
    else void act(action, look);
  };
  const act = async (action: ServerAction, look: ActionLook) => {
    setBusy(action.event);
    try {
      await perform(action, '');
      toast.done(look.done ?? t`${look.label}: done`);
    } catch (error) {
      toast.failed(toWords(error).message);
    } finally {
      setBusy(null);
    }
  };

  const signature = offered.map(({ id }) => id).join();
  const commands = useMemo(
    () =>
      offered.map(({ action, look, id }) => ({
        id,
        label: look.label,
        ...(look.keys ? { keys: look.keys } : {}),
        run: () => start(action, look),
      })),
    // The moves change only with the case; their functions are read when they run.
    [signature, looks],
  );
  usePageCommands(commands);

  const quiet = offered.filter(({ look }) => !look.isPrimary);
  const inMenu = quiet.length > 2 ? quiet : [];
  const askedLook = asked ? looks[lookKey(asked, looks)] : undefined;
  const confirm = async (reason: string) => {
    if (!asked || !askedLook) return;
    await perform(asked, reason);
    toast.done(askedLook.done ?? t`${askedLook.label}: done`);
  };
  return (
    <>
      {quiet.length <= 2 &&
        quiet.map(({ action, look, id }) => (
          <Button
            key={id}
            variant={look.isDanger ? 'danger-quiet' : 'secondary'}
            isPending={busy === action.event}
            onPress={() => start(action, look)}
          >
            {look.label}
          </Button>
        ))}
      {inMenu.length > 0 && (
        <Menu
          label={t`More actions`}
          trigger={
            <Button iconOnly aria-label={t`More actions`}>
              <Ellipsis aria-hidden />
            </Button>
          }
          groups={[
            {
              id: 'moves',
              items: inMenu.map(({ action, look, id }) => ({
                id,
                label: look.label,
                isDanger: look.isDanger ?? false,
                ...(look.keys ? { hint: look.keys } : {}),
                onAction: () => start(action, look),
              })),
            },
          ]}
        />
      )}
      {offered
        .filter(({ look }) => look.isPrimary)
        .map(({ action, look, id }) => (
          <Button
            key={id}
            variant={look.isDanger ? 'danger' : 'primary'}
            isPending={busy === action.event}
            onPress={() => start(action, look)}
          >
            {look.label}
          </Button>
        ))}
      {asked && askedLook && (askedLook.consequences || askedLook.fields) && (
        <DecisionDialog
          title={askedLook.label}
          isOpen
          onClose={() => setAsked(null)}
          consequences={askedLook.consequences ?? []}
          fourEyes={askedLook.fourEyes}
          needsReason={asked.needsReason}
          isDanger={askedLook.isDanger ?? false}
          confirmLabel={askedLook.label}
          onConfirm={confirm}
        >
          {askedLook.fields}
        </DecisionDialog>
      )}
      {asked && askedLook && !askedLook.consequences && !askedLook.fields && (
        <ReasonDialog
          title={askedLook.label}
          isOpen
          onClose={() => setAsked(null)}
          isDanger={askedLook.isDanger ?? false}
          confirmLabel={askedLook.label}
          onConfirm={confirm}
        />
      )}
    </>
  );
}

/** Where one event leads to several states, `event:to` names the look of one of them. */
function lookKey(action: ServerAction, looks: Readonly<Record<string, ActionLook>>): string {
  const exact = `${action.event}:${action.to ?? ''}`;
  return exact in looks ? exact : action.event;
}
