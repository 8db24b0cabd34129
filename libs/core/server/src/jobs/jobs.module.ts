import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DeadJobs } from './dead-jobs';
import { DeadJobsResolver } from './dead-jobs.resolver';
import { JobQueue } from './job-queue';
import { Jobs } from './jobs';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [JobQueue, Jobs, DeadJobs, DeadJobsResolver],
  exports: [JobQueue, Jobs, DeadJobs],
})
export class JobsModule {}
