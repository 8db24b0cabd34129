import { Plural } from '@lingui/react/macro';
import { CircleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Problems } from './application-form';
import { BrokenRules } from './eligibility';

/** What the server found against handing in that the page could not know, such as a file that is not what it says. */
export function ServerProblems({ problems: { problems, rules } }: { problems: Problems }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.focus();
    place.current?.scrollIntoView({ block: 'center' });
  }, [problems]);
  return (
    <div ref={place} tabIndex={-1} className="flex flex-col gap-3 outline-none">
      {rules.length > 0 && <BrokenRules rules={rules} />}
      {problems.length > 0 && (
        <section role="alert" className="rounded-card bg-bad-soft px-4 py-3">
          <h2 className="flex items-center gap-2 font-semibold text-bad">
            <CircleAlert aria-hidden className="size-4" />
            <Plural value={problems.length} one="# thing needs your attention" other="# things need your attention" />
          </h2>
          <ul className="flex flex-col gap-0.5 pt-1.5 pl-6">
            {problems.map((problem) => (
              <li key={problem.path}>
                <a href={`#section-${problem.section}`} className="underline underline-offset-2 hover:no-underline">
                  {problem.label}
                </a>{' '}
                {problem.message}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
