import { Body, Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Allow, AppError, type Ctx } from '@wutong/core-server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UsageIngestService, type UsageReport } from './usage-ingest.service';

const PATH = '/v1/usage';
/** Some 100,000 lines of sacct, or 5,000 jobs as Slurm's JSON. */
const MOST_BYTES = 24 * 1024 * 1024;
const TEXTS = ['text/plain', 'text/csv'];

/**
 * `POST /v1/usage`: accounting records of Slurm, as the text of `sacct --parsable2` (text/plain, text/csv) or as its JSON
 * (application/json). `cluster`, `timeZone` and `source` may stand in the query. Good runs count, each bad line is told
 * with its number, field and code; 422 when there was nothing good at all. Sending the same again changes nothing.
 */
@Controller('v1/usage')
@Allow('usage.send')
export class UsageController {
  constructor(
    private readonly usage: UsageIngestService,
    { httpAdapter }: HttpAdapterHost,
  ) {
    // Commands and the worker run the modules without an HTTP server. Routes are made before modules are initialised, so
    // what concerns a route has to be said here.
    if (httpAdapter?.getType() === 'fastify') takeTexts(httpAdapter.getInstance<FastifyInstance>());
  }

  @Post()
  @HttpCode(200)
  async take(
    @Req() { ctx, headers }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Body() body: unknown,
    @Query('cluster') cluster?: string, @Query('timeZone') timeZone?: string, @Query('source') source?: string,
  ): Promise<UsageReport> {
    const about = { source: source || sourceOf(ctx), cluster, timeZone };
    const isText = TEXTS.some((type) => headers['content-type']?.startsWith(type));
    if (!isText && !headers['content-type']?.startsWith('application/json')) throw unknownType();
    const report = isText
      ? await this.usage.importSacct(ctx, body as Uint8Array, about)
      : await this.usage.importJson(ctx, body, about);
    if (report.problems.length > 0 && report.records + report.passedOver === 0) void reply.status(422);
    return report;
  }
}

function takeTexts(fastify: FastifyInstance): void {
  for (const type of TEXTS) {
    fastify.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }
  fastify.addHook('onRoute', (route) => {
    if (route.url === PATH) route.bodyLimit = MOST_BYTES;
  });
}

function sourceOf({ actor }: Ctx): string {
  return actor.name;
}

function unknownType(): AppError {
  return new AppError(
    'INVALID_INPUT',
    {
      en: 'Send sacct’s text as text/plain, or Slurm’s JSON as application/json.',
      'zh-CN': '请以 text/plain 发送 sacct 文本，或以 application/json 发送 Slurm JSON。',
    },
    { field: 'Content-Type' },
  );
}
