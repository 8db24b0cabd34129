import { z } from 'zod';
import type { Ctx, Locale } from '../context/ctx';
import { AppError } from './app-error';

const words: Record<Locale, z.core.$ZodErrorMap> = {
  en: z.locales.en().localeError as z.core.$ZodErrorMap,
  'zh-CN': z.locales.zhCN().localeError as z.core.$ZodErrorMap,
};

/**
 * Checks an input against its zod schema and gives the typed value.
 * Throws INVALID_INPUT naming the first wrong field and, in `details.problems`, every one of them.
 */
export function parse<S extends z.ZodType>(_ctx: Ctx, schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input, { error: words.en });
  if (result.success) return result.data;
  const chinese = schema.safeParse(input, { error: words['zh-CN'] }).error?.issues ?? [];
  const problems = result.error.issues.map((issue, i) => ({
    field: issue.path.join('.'),
    en: issue.message,
    'zh-CN': chinese[i]?.message ?? issue.message,
  }));
  const first = problems[0];
  throw new AppError(
    'INVALID_INPUT',
    {
      en: `${first?.field ? `“${first.field}”: ` : ''}${first?.en ?? 'The input is not valid.'}`,
      'zh-CN': `${first?.field ? `“${first.field}”：` : ''}${first?.['zh-CN'] ?? '输入有误。'}`,
    },
    { ...(first?.field ? { field: first.field } : {}), details: { problems } },
  );
}
