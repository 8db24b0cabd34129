import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { Allow, notFound } from '@wutong/core-server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DisputeFileService } from './dispute-file.service';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `GET /v1/reconciliations/<id>/dispute.zip`: the letter and the disputed lines with our evidence. */
@Controller('v1/reconciliations')
@Allow('reconciliation.read')
export class DisputeFileController {
  constructor(private readonly disputes: DisputeFileService) {}

  @Get(':id/dispute.zip')
  async download(@Req() { ctx }: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    if (!UUID.test(id)) throw notFound();
    const { name, bytes } = await this.disputes.archive(ctx, id);
    await reply.headers({
      'Content-Type': 'application/zip', 'Content-Disposition': `attachment; filename="${name}"`, 'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    }).send(bytes);
  }
}
