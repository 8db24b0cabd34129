import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { Allow, notFound } from '@wutong/core-server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inLanguage, sendFile } from '../pdf/file-reply';
import { DisputeFileService } from './dispute-file.service';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What goes to a supplier with a dispute, in the language that the address names or else the viewer's. */
@Controller('v1/reconciliations')
@Allow('reconciliation.read')
export class DisputeFileController {
  constructor(private readonly disputes: DisputeFileService) {}

  /** The letter and the disputed lines with our evidence. */
  @Get(':id/dispute.zip')
  async archive(@Req() { ctx }: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query('language') language?: string): Promise<void> {
    if (!UUID.test(id)) throw notFound();
    await sendFile(reply, await this.disputes.archive(inLanguage(ctx, language), id));
  }

  @Get(':id/letter.pdf')
  async letter(@Req() { ctx }: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query('language') language?: string): Promise<void> {
    if (!UUID.test(id)) throw notFound();
    await sendFile(reply, await this.disputes.letter(inLanguage(ctx, language), id));
  }
}
