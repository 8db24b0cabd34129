import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DeadJobs, DeadJobsResolver } from './dead-jobs';
import { JobQueue } from './job-queue';
import { Jobs } from './jobs';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [JobQueue, Jobs, DeadJobs, DeadJobsResolver],
  exports: [JobQueue, Jobs, DeadJobs],
})
export class JobsModule {}
