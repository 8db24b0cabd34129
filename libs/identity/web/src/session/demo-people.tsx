import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowRight } from 'lucide-react';
import { Avatar } from '../user/avatar';

export interface DemoPerson {
  userId: string;
  name: string;
  title: string;
  organisation: string;
  roles: readonly string[];
}

const card =
  'group flex w-full items-center gap-3 rounded-card border border-line bg-surface px-3 py-2.5 text-left ' +
  'transition-colors duration-100 hover:border-primary hover:bg-primary-soft disabled:opacity-60';

/** The people of the demo centre: one click, and the portal is theirs. */
export function DemoPeople(props: { people: readonly DemoPerson[]; busy: boolean; become: (userId: string) => void }) {
  const { t } = useLingui();
  return (
    <div className="mt-8">
      <h2 className="font-semibold">
        <Trans>Look around the demo centre</Trans>
      </h2>
      <p className="text-muted">
        <Trans>All names are invented. Choose a person to see the portal as they do.</Trans>
      </p>
      <ul aria-label={t`People of the demo centre`} className="mt-4 grid gap-2 sm:grid-cols-2">
        {props.people.map((person) => (
          <li key={person.userId}>
            <button
              type="button"
              disabled={props.busy}
              onClick={() => props.become(person.userId)}
              className={card}
            >
              <Avatar name={person.name} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-semibold">{person.title}</span>
                <span className="block truncate text-caption text-muted">
                  {person.name} · {person.organisation}
                </span>
              </span>
              <ArrowRight aria-hidden className="size-4 shrink-0 text-muted group-hover:text-primary" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
