import type { Ctx } from '@wutong/core-server';
import type { FastifyReply } from 'fastify';

/** A file made for one viewer. */
export interface MadeFile {
  readonly name: string;
  readonly type: string;
  readonly content: string | Buffer;
}

/** Answers with a file to keep; nobody between may store it. */
export async function sendFile(reply: FastifyReply, { name, type, content }: MadeFile): Promise<void> {
  await reply.headers({
    'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"`, 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff',
  }).send(content);
}

/** In the language that the address names (`?language=en`, `zh-CN`; a link sends no headers of the page's) or else the viewer's. */
export function inLanguage(ctx: Ctx, language: string | undefined): Ctx {
  return language === 'en' || language === 'zh-CN' ? { ...ctx, locale: language } : ctx;
}
