import { Controller, Delete, Head, HttpCode, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { Metadata } from '@tus/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../access/allow';
import { AppError, invalid } from '../errors/app-error';
import { TusEndpoint } from './tus-endpoint';
import { UploadService } from './upload.service';

/**
 * Resumable uploads by tus 1.0 (creation, creation-with-upload, termination). Metadata: `filename`, `filetype`,
 * `purpose`. The last part of the upload's URL is the file's id.
 */
@Controller('files/upload')
@Allow('file.send')
export class UploadController {
  constructor(
    private readonly uploads: UploadService,
    private readonly tus: TusEndpoint,
  ) {}

  @Post()
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    checkProtocol(request);
    const metadata = readMetadata(request);
    const file = await this.uploads.begin(request.ctx, {
      filename: metadata['filename'] ?? '',
      filetype: metadata['filetype'] ?? '',
      purpose: metadata['purpose'] ?? '',
      size: readSize(request),
    });
    await this.tus.handle(request, reply, file.id);
  }

  /** Where the upload stands. */
  @Head(':id')
  async offset(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    checkProtocol(request);
    const file = await this.uploads.finishWhole(request.ctx, await this.uploads.own(request.ctx, id));
    if (file.state === 'uploading') return this.tus.handle(request, reply, id);
    await reply
      .headers({ 'Tus-Resumable': '1.0.0', 'Cache-Control': 'no-store' })
      .headers({ 'Upload-Offset': file.size, 'Upload-Length': file.size })
      .send();
  }

  @Patch(':id')
  async append(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    checkProtocol(request);
    readWholeNumber(request, 'upload-offset');
    const file = await this.uploads.own(request.ctx, id);
    if (file.state === 'stored') {
      throw invalid('Upload-Offset', 'This file has been sent whole and cannot change.', '该文件已上传完成，不可更改。');
    }
    await this.uploads.touch(request.ctx, id);
    await this.tus.handle(request, reply, id);
  }

  @Delete(':id')
  @HttpCode(204)
  async discard(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    checkProtocol(request);
    await this.uploads.discard(request.ctx, id);
    await reply.status(204).header('Tus-Resumable', '1.0.0').send();
  }
}

function checkProtocol(request: FastifyRequest): void {
  if (request.headers['tus-resumable'] !== '1.0.0') {
    throw new AppError(
      'INVALID_INPUT',
      {
        en: 'Send files by tus 1.0.0: the header Tus-Resumable: 1.0.0 is missing.',
        'zh-CN': '请使用 tus 1.0.0 协议上传：缺少请求头 Tus-Resumable: 1.0.0。',
      },
      { field: 'Tus-Resumable' },
    );
  }
}

function readMetadata(request: FastifyRequest): Record<string, string | null> {
  const header = request.headers['upload-metadata'];
  try {
    return Metadata.parse(typeof header === 'string' ? header : undefined);
  } catch {
    throw invalid(
      'Upload-Metadata',
      'Upload-Metadata must hold filename, filetype and purpose, each followed by its value in base64.',
      'Upload-Metadata 须包含 filename、filetype 与 purpose，其值以 base64 编码。',
    );
  }
}

function readSize(request: FastifyRequest): number {
  if (request.headers['upload-defer-length'] !== undefined) {
    throw invalid('Upload-Length', 'The file’s size must be known before it is sent.', '上传前须声明文件大小。');
  }
  return readWholeNumber(request, 'upload-length');
}

function readWholeNumber(request: FastifyRequest, name: 'upload-length' | 'upload-offset'): number {
  const text = String(request.headers[name] ?? '');
  const shown = name === 'upload-length' ? 'Upload-Length' : 'Upload-Offset';
  if (/^(0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw invalid(shown, `${shown} must be a whole number of bytes.`, `${shown} 须为以字节计的非负整数。`);
}
