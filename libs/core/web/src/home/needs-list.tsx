import { Trans } from '@lingui/react/macro';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '../format/use-format';
import { Link } from '../ui/button';
import { Tag, type Tone } from '../ui/display';

export interface Need {
  id: string;
  label: ReactNode;
  /** How many there are; one of none is left out. */
  count: number;
  /** Address of the list that shows just these. */
  to: string;
  tone?: Tone;
}

/** What waits for the viewer, each with its number and the way to it; when nothing does, it says so. */
export function NeedsList({ needs }: { needs: readonly Need[] }) {
  const format = useFormat();
  const open = needs.filter(({ count }) => count > 0);
  if (open.length === 0) return <p className="px-4 py-3 text-muted"><Trans>Nothing waits for you here.</Trans></p>;
  return (
    <ul className="divide-y divide-line">
      {open.map(({ id, label, count, to, tone = 'primary' }) => (
        <li key={id}>
          <Link to={to} className="flex items-center gap-3 px-4 py-2.5 text-fg! no-underline! hover:bg-sunken">
            <Tag tone={tone}><span className="tabular">{format.number(count)}</span></Tag>
            <span className="min-w-0 flex-1">{label}</span>
            <ChevronRight aria-hidden className="size-4 text-muted" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
