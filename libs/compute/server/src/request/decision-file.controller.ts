import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { Allow, notFound } from '@wutong/core-server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inLanguage, sendFile } from '../pdf/file-reply';
import { DecisionFileService } from './decision-file.service';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The letter of decision on a request, in the language that the address names or else the viewer's. */
@Controller('v1/compute-requests')
@Allow('compute-request.read')
export class DecisionFileController {
  constructor(private readonly decisions: DecisionFileService) {}

  @Get(':id/decision.pdf')
  async letter(@Req() { ctx }: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query('language') language?: string): Promise<void> {
    if (!UUID.test(id)) throw notFound();
    await sendFile(reply, await this.decisions.letter(inLanguage(ctx, language), id));
  }
}
