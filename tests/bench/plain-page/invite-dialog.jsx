import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

const schema = z.object({
  name: z.string().check(z.minLength(2)),
  state: z.enum(['onboarding', 'active', 'suspended']),
  desks: z.coerce.number().check(z.int(), z.gte(1), z.lte(200)),
  from: z.iso.date(),
});

export function InviteDialog({ ref }) {
  const { t } = useTranslation();
  const { register, handleSubmit, formState } = useForm({ resolver: zodResolver(schema), defaultValues: { state: 'onboarding', desks: 4 } });
  const { errors } = formState;
  return (
    <dialog ref={ref} aria-label={t('invite')}>
      <form method="dialog" onSubmit={(event) => void handleSubmit(() => undefined)(event)}>
        <label>
          {t('name')}
          <input {...register('name')} aria-invalid={Boolean(errors.name)} />
          {errors.name?.message}
        </label>
        <label>
          {t('state')}
          <select {...register('state')}>
            {schema.shape.state.options.map((state) => (
              <option key={state}>{state}</option>
            ))}
          </select>
        </label>
        <label>
          {t('desks')}
          <input type="number" {...register('desks')} aria-invalid={Boolean(errors.desks)} />
          {errors.desks?.message}
        </label>
        <label>
          {t('from')}
          <input type="date" {...register('from')} aria-invalid={Boolean(errors.from)} />
          {errors.from?.message}
        </label>
        <button type="submit">{t('send')}</button>
      </form>
    </dialog>
  );
}
