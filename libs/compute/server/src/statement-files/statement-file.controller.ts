import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { Allow } from '@wutong/core-server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendFile } from '../pdf/file-reply';
import { StatementFileService } from './statement-file.service';

/** Statements to keep: as PDF, for a spreadsheet, and in FOCUS 1.2 for programs. Each is authorised and recorded. */
@Controller('v1/statements')
@Allow('compute-cost.read')
export class StatementFileController {
  constructor(private readonly files: StatementFileService) {}

  @Get(':id/pdf')
  async pdf(@Req() { ctx }: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    await sendFile(reply, await this.files.one(ctx, id, 'pdf'));
  }

  @Get(':id/csv')
  async csv(@Req() { ctx }: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    await sendFile(reply, await this.files.one(ctx, id, 'csv'));
  }

  @Get(':id/focus')
  async focus(@Req() { ctx }: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    await sendFile(reply, await this.files.one(ctx, id, 'focus'));
  }

  /** Every statement of a month that the viewer may see, in FOCUS 1.2; `month` as 2026-10. */
  @Get('focus')
  async focusOfMonth(@Req() { ctx }: FastifyRequest, @Res() reply: FastifyReply, @Query('month') month?: string): Promise<void> {
    await sendFile(reply, await this.files.focusOfMonth(ctx, month ?? ''));
  }
}
