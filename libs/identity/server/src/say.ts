import type { Ctx } from '@wutong/core-server';

/** One sentence in the viewer's language. */
export function say(ctx: Pick<Ctx, 'locale'>, en: string, zh: string): string {
  return ctx.locale === 'zh-CN' ? zh : en;
}
