import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessCheck } from './access/access-check';
import { AccessGuard } from './access/access.guard';
import { ArgumentGuard } from './access/argument.guard';
import { AuditModule } from './audit/audit.module';
import { Clock } from './context/clock';
import { Database } from './database/database';
import { EventsModule } from './events/events.module';
import { HttpErrorFilter } from './errors/http-error.filter';
import { BigIntScalar } from './graphql/scalars';
import { JobsModule } from './jobs/jobs.module';
import { Ledger } from './ledger/ledger';
import { Readiness } from './operations/readiness';
import { SearchModule } from './search/search.module';
import { TimersModule } from './timers/timers.module';
import { WorkflowService } from './workflow/workflow.service';

/** What every platform stands on. The DataSource comes from `DatabaseModule.forRoot`. */
@Global()
@Module({
  imports: [DiscoveryModule, AuditModule, EventsModule, JobsModule, SearchModule, TimersModule],
  providers: [
    Clock,
    Database,
    WorkflowService,
    AccessCheck,
    Ledger,
    Readiness,
    BigIntScalar,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: ArgumentGuard },
    { provide: APP_FILTER, useClass: HttpErrorFilter },
  ],
  exports: [Clock, Database, WorkflowService, AccessCheck, Ledger, Readiness],
})
export class CoreModule {}
