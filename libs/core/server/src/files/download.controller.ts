import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../access/allow';
import { namesTag, readByteRange } from './byte-range';
import { contentDisposition } from './file-name';
import { FileService } from './file.service';
import { mediaTypeNamed } from './media-types';

/** Nothing in a file may run or load anything; PDF viewers of browsers need the rest. */
const INERT =
  `default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'self'`;

/** The address of every file. The name in it is for people; the id alone counts. */
@Controller('files')
export class DownloadController {
  constructor(private readonly files: FileService) {}

  /**
   * All of a file, or a range of it (206, 416). Its entity tag is its hash, so that a second look costs no bytes, but
   * every look is authorised anew and recorded. Only what can run nothing is shown in the browser's window.
   */
  @Get(':id/:name')
  @Allow('file.read')
  async download(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query('download') download?: string,
  ): Promise<void> {
    const file = await this.files.openable(request.ctx, id);
    const tag = `"${file.sha256}"`;
    const inline = download === undefined && mediaTypeNamed(file.mediaType)?.inline === true;
    reply.headers({
      ETag: tag,
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'private, no-cache',
      'Last-Modified': file.storedAt?.toUTCString() ?? '',
      'Content-Type': file.mediaType,
      'Content-Disposition': contentDisposition(inline ? 'inline' : 'attachment', file.name),
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': INERT,
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
    });
    if (namesTag(request.headers['if-none-match'], tag)) return void (await reply.status(304).send());
    const condition = request.headers['if-range'];
    const asked = condition === undefined || condition === tag ? request.headers.range : undefined;
    const range = readByteRange(asked, file.size);
    if (range === 'unsatisfiable') {
      reply.removeHeader('Content-Disposition');
      return void (await reply.status(416).header('Content-Range', `bytes */${file.size}`).type('text/plain').send(''));
    }
    if (request.method !== 'HEAD') await this.files.recordOpened(request.ctx, file, range ?? undefined);
    if (range) reply.status(206).header('Content-Range', `bytes ${range.start}-${range.end}/${file.size}`);
    reply.header('Content-Length', range ? range.end - range.start + 1 : file.size);
    // For a HEAD request Fastify keeps our Content-Length only where the body is a stream, which it does not send.
    const body = request.method === 'HEAD' ? Readable.from([]) : await this.files.content(file, range ?? undefined);
    await reply.send(body);
  }
}
