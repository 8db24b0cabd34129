import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@wutong/core-web';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';

interface ItemButtonsProps<Item> {
  /** The item's name. */
  label: string;
  items: readonly Item[];
  /** Where in the list it is. */
  place: number;
  /** So many have to stay. */
  least?: number;
  onChange: (items: readonly Item[]) => void;
  /** Left out for one that cannot be edited. */
  onEdit?: (() => void) | undefined;
}

/** Moves, removes and edits an item of a list in which the order counts. */
export function ItemButtons<Item>({ label, items, place, least = 0, onChange, onEdit }: ItemButtonsProps<Item>) {
  const { t } = useLingui();
  const move = (by: number) => {
    const next = [...items];
    next.splice(place + by, 0, ...next.splice(place, 1));
    onChange(next);
  };
  return (
    <div className="flex shrink-0">
      <Button size="sm" variant="quiet" iconOnly aria-label={t`Move up: ${label}`} isDisabled={place === 0} onPress={() => move(-1)}>
        <ArrowUp aria-hidden className="size-4" />
      </Button>
      <Button size="sm" variant="quiet" iconOnly aria-label={t`Move down: ${label}`} isDisabled={place === items.length - 1} onPress={() => move(1)}>
        <ArrowDown aria-hidden className="size-4" />
      </Button>
      <Button
        size="sm" variant="quiet" iconOnly aria-label={t`Remove: ${label}`} isDisabled={items.length <= least}
        onPress={() => onChange(items.filter((_, at) => at !== place))}
      >
        <Trash2 aria-hidden className="size-4" />
      </Button>
      {onEdit && <Button size="sm" aria-label={t`Edit: ${label}`} onPress={onEdit}><Trans>Edit</Trans></Button>}
    </div>
  );
}
