import { Global, Module } from '@nestjs/common';
import { Audit } from './audit';
import { AuditChain } from './audit-chain';
import { AuditLog, AuditLogResolver } from './audit-log';

@Global()
@Module({ providers: [Audit, AuditChain, AuditLog, AuditLogResolver], exports: [Audit, AuditChain, AuditLog] })
export class AuditModule {}
