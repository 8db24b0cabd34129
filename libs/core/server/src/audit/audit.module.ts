import { Global, Module } from '@nestjs/common';
import { Audit } from './audit';
import { AuditChain } from './audit-chain';
import { AuditLog } from './audit-log';
import { AuditLogResolver } from './audit-log.resolver';

@Global()
@Module({ providers: [Audit, AuditChain, AuditLog, AuditLogResolver], exports: [Audit, AuditChain, AuditLog] })
export class AuditModule {}
