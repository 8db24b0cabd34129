import { Plural, useLingui } from '@lingui/react/macro';
import { formErrorLine, type FormDefinition, type FormError } from '@wutong/core-shared';
import { CircleAlert } from 'lucide-react';

/** Scrolls to an answer and puts the focus into it. */
export function goToField(path: string): void {
  const place = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(path)}"]`);
  place?.scrollIntoView({ block: 'center' });
  place
    ?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, button, [role=spinbutton], [tabindex="0"]')
    ?.focus({ preventScroll: true });
}

/** Everything that is missing or wrong; each line leads to its place. */
export function ErrorSummary({ definition, errors }: { definition: FormDefinition; errors: readonly FormError[] }) {
  const { i18n } = useLingui();
  const locale = i18n.locale === 'en' ? 'en' : 'zh-CN';
  return (
    <section role="alert" className="rounded-card bg-bad-soft px-4 py-3">
      <h2 className="flex items-center gap-2 font-semibold text-bad">
        <CircleAlert aria-hidden className="size-4" />
        <Plural value={errors.length} one="# thing needs your attention" other="# things need your attention" />
      </h2>
      <ul className="flex flex-col gap-0.5 pt-1.5 pl-6">
        {errors.map((error) => (
          <li key={`${error.path}-${error.code}`}>
            <button
              type="button"
              className="py-0.5 text-left underline underline-offset-2 hover:no-underline"
              onClick={() => goToField(error.path)}
            >
              {formErrorLine(definition, error, locale)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
