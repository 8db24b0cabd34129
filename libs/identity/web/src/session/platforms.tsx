import { useLingui } from '@lingui/react/macro';
import { Cpu, Database, Gauge, HandCoins, Handshake } from 'lucide-react';

/** What the portal is good for, in five lines. */
export function Platforms() {
  const { t } = useLingui();
  const platforms = [
    { icon: Cpu, name: t`Computing`, about: t`GPU-hours from several suppliers, with a balance that explains itself` },
    { icon: Database, name: t`Open data`, about: t`Corpora with a licence, a card and a known quality` },
    { icon: Gauge, name: t`Evaluation`, about: t`Benchmarks run alike for everybody, with their uncertainty` },
    { icon: HandCoins, name: t`Finance`, about: t`Vouchers and grants, from the call to the settlement` },
    { icon: Handshake, name: t`Services`, about: t`Rooms, mentors, filings and policies` },
  ];
  return (
    <ul className="mt-8 hidden gap-x-8 gap-y-4 sm:grid sm:grid-cols-2">
      {platforms.map(({ icon: Icon, name, about }) => (
        <li key={name} className="flex gap-3">
          <span className="flex size-9 shrink-0 items-center justify-center rounded-card bg-primary-soft text-primary">
            <Icon aria-hidden className="size-4.5" />
          </span>
          <span className="min-w-0">
            <span className="block font-semibold">{name}</span>
            <span className="block text-caption text-muted">{about}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
