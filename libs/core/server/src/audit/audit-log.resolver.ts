import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../access/allow';
import { CurrentCtx } from '../access/current-ctx';
import type { Ctx } from '../context/ctx';
import { PageArgs, type Page } from '../graphql/connection';
import { AuditChain } from './audit-chain';
import { AuditEntryConnection, AuditFilter, AuditLog, AuditVerification, type AuditEntry } from './audit-log';

@Resolver()
export class AuditLogResolver {
  constructor(
    private readonly log: AuditLog,
    private readonly chain: AuditChain,
  ) {}

  @Query(() => AuditEntryConnection, { name: 'auditLog', description: 'Who changed or saw what, newest first.' })
  @Allow('audit.read')
  list(
    @CurrentCtx() ctx: Ctx,
    @Args() page: PageArgs,
    @Args('filter', { type: () => AuditFilter, nullable: true }) filter?: AuditFilter | null,
  ): Promise<Page<AuditEntry>> {
    return this.log.list(ctx, filter ?? {}, page);
  }

  @Query(() => AuditVerification, { name: 'auditVerification', description: 'Proves the whole audit trail.' })
  @Allow('audit.read')
  verify(@CurrentCtx() ctx: Ctx): Promise<AuditVerification> {
    return this.chain.verify(ctx.now);
  }
}
