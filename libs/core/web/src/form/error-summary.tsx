import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { formErrorLine, type FormDefinition, type FormError } from '@wutong/core-shared';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';

/** Scrolls to an answer and puts the focus into it. */
export function goToField(path: string): void {
  const place = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(path)}"]`);
  place?.scrollIntoView({ block: 'center' });
  place
    ?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, button, [role=spinbutton], [tabindex="0"]')
    ?.focus({ preventScroll: true });
}

/** Everything that is missing or wrong; each line leads to its place. What has been mended stays, ticked off, so that the form keeps its place. */
export function ErrorSummary({ definition, errors }: { definition: FormDefinition; errors: readonly FormError[] }) {
  const { i18n } = useLingui();
  const locale = i18n.locale === 'en' ? 'en' : 'zh-CN';
  const open = new Map(errors.map((error) => [error.path, error]));
  const [told, setTold] = useState<readonly FormError[]>(errors);
  const fresh = errors.filter(({ path }) => !told.some((one) => one.path === path));
  if (fresh.length > 0) setTold([...told, ...fresh]);
  if (told.length === 0) return null;
  const isMended = errors.length === 0;
  const Icon = isMended ? CircleCheck : CircleAlert;
  return (
    <section role="alert" className={`rounded-card px-4 py-3 ${isMended ? 'bg-ok-soft' : 'bg-bad-soft'}`}>
      <h2 className={`flex items-center gap-2 font-semibold ${isMended ? 'text-ok' : 'text-bad'}`}>
        <Icon aria-hidden className="size-4" />
        {isMended ? (
          <Trans>Everything is there now</Trans>
        ) : (
          <Plural value={errors.length} one="# thing needs your attention" other="# things need your attention" />
        )}
      </h2>
      <ul className="flex flex-col gap-0.5 pt-1.5 pl-6">
        {told.map((error) => (
          <li key={error.path}>
            <button
              type="button"
              className={`py-0.5 text-left underline-offset-2 ${open.has(error.path) ? 'underline hover:no-underline' : 'line-through'}`}
              onClick={() => goToField(error.path)}
            >
              {formErrorLine(definition, open.get(error.path) ?? error, locale)}
            </button>
            {!open.has(error.path) && <span className="sr-only"> <Trans>Mended</Trans></span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
