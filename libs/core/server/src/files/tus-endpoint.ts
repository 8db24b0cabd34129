import type { IncomingMessage } from 'node:http';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type CancellationContext, Server, type ServerOptions } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Ctx } from '../context/ctx';
import { AppError, notFound } from '../errors/app-error';
import { describeError, httpStatus } from '../errors/error-format';
import { FileStorage } from './file-storage';
import { UploadLocks } from './upload-locks';
import { UploadService } from './upload.service';

export const UPLOAD_PATH = '/files/upload';
const UPLOAD_BODY = 'application/offset+octet-stream';

/** What our routes know of a request and tus's hooks need. */
interface Upload {
  readonly ctx: Ctx;
  /** Of the file's row. */
  readonly id: string;
}

/** tus's server, with errors told as everywhere else. */
class TusServer extends Server {
  override write(context: CancellationContext, headers: Headers, status: number, body = ''): Promise<Response> {
    if (status >= 400) headers.set('Content-Type', 'application/json; charset=utf-8');
    return super.write(context, headers, status, body) as Promise<Response>;
  }
}

/**
 * tus's protocol on Fastify's raw requests. By the time one comes here, our routes have found who sends it, that the
 * file is theirs and that the headers are right; tus keeps the offsets and writes the bytes.
 */
@Injectable()
export class TusEndpoint implements OnModuleInit {
  private readonly logger = new Logger('Upload');
  private readonly known = new WeakMap<IncomingMessage, Upload>();
  private readonly server: Server;

  constructor(
    storage: FileStorage,
    locker: UploadLocks,
    private readonly uploads: UploadService,
    private readonly adapter: HttpAdapterHost,
  ) {
    this.server = new TusServer({
      path: UPLOAD_PATH,
      datastore: storage.uploads,
      locker,
      relativeLocation: true,
      // Our own pages alone send files: no other origin is told that it may.
      allowedOrigins: [],
      namingFunction: (request) => this.of(request).id,
      onUploadFinish: async (request) => {
        const { ctx, id } = this.of(request);
        await this.uploads.finish(ctx, id);
        return {};
      },
      onResponseError: (request, error) => this.answer(request, error),
    });
  }

  /** Fastify must leave the bodies of uploads alone. */
  onModuleInit(): void {
    const adapter = this.adapter.httpAdapter as typeof this.adapter.httpAdapter | undefined;
    const fastify = adapter?.getInstance<FastifyInstance>();
    if (!fastify || fastify.hasContentTypeParser(UPLOAD_BODY)) return;
    fastify.addContentTypeParser(UPLOAD_BODY, (_request, _payload, done) => done(null));
  }

  /** Answers this request for the file `id` and is done when the answer is sent. */
  async handle(request: FastifyRequest, reply: FastifyReply, id: string): Promise<void> {
    this.known.set(request.raw, { ctx: request.ctx, id });
    reply.hijack();
    reply.raw.setHeader('X-Content-Type-Options', 'nosniff');
    await this.server.handle(request.raw, reply.raw);
  }

  private of(request: TusRequest): Upload {
    const upload = request.runtime?.node && this.known.get(request.runtime.node.req as IncomingMessage);
    if (!upload) throw notFound();
    return upload;
  }

  private answer(request: TusRequest, error: Error | TusAnswer): TusAnswer {
    const { ctx } = this.of(request);
    const cause = 'status_code' in error ? explain(error.status_code) : error;
    const answer = describeError(cause, ctx, (fault) => this.logger.error(fault));
    const status = 'status_code' in error && cause instanceof AppError ? error.status_code : httpStatus(answer.code);
    return { status_code: status, body: JSON.stringify({ error: answer }) };
  }
}

interface TusAnswer {
  status_code: number;
  body: string;
}

type TusRequest = Parameters<NonNullable<ServerOptions['onUploadFinish']>>[0];

/** tus's own refusals in our words; undefined codes stay faults of ours. */
function explain(status: number): Error {
  switch (status) {
    case 404:
    case 410:
      return new AppError('UPLOAD_GONE', {
        en: 'This upload is no longer here. Choose the file and send it again.',
        'zh-CN': '该上传已失效，请重新选择文件上传。',
      });
    case 423:
      return new AppError('UPLOAD_BUSY', {
        en: 'This file is being received over another connection. Wait a moment and go on.',
        'zh-CN': '该文件正通过另一连接接收，请稍候再继续。',
      });
    case 409:
      return new AppError(
        'WRONG_OFFSET',
        {
          en: 'The upload goes on from another place. Ask where it stands, then continue from there.',
          'zh-CN': '续传位置不一致，请先查询已上传的进度，再从该处继续。',
        },
        { field: 'Upload-Offset' },
      );
    case 413:
      return new AppError(
        'TOO_LARGE',
        {
          en: 'More was sent than the file’s stated size. Choose the file and send it again.',
          'zh-CN': '上传内容超出声明的文件大小，请重新选择文件上传。',
        },
        { field: 'Upload-Length' },
      );
    case 400:
      return new AppError('INTERRUPTED', {
        en: 'The connection broke while sending. What has arrived is kept: go on from there.',
        'zh-CN': '上传连接中断，已上传部分已保留，可继续上传。',
      });
    default:
      return new Error(`tus answered ${status}`);
  }
}
