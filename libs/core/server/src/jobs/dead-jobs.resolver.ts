import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../access/allow';
import { CurrentCtx } from '../access/current-ctx';
import type { Ctx } from '../context/ctx';
import { PageArgs, type Page } from '../graphql/connection';
import { DeadJobConnection, DeadJobs, type DeadJob } from './dead-jobs';

@Resolver()
export class DeadJobsResolver {
  constructor(private readonly deadJobs: DeadJobs) {}

  @Query(() => DeadJobConnection, { name: 'deadJobs', description: 'Work that failed at every attempt.' })
  @Allow('jobs.read')
  list(@CurrentCtx() ctx: Ctx, @Args() page: PageArgs): Promise<Page<DeadJob>> {
    return this.deadJobs.list(ctx, page);
  }

  @Mutation(() => Boolean, { name: 'retryDeadJob', description: 'Puts failed work back to work.' })
  @Allow('jobs.retry')
  retry(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    return this.deadJobs.retry(ctx, id);
  }
}
