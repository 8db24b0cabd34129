import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { ShownProfile } from '@wutong/tenancy-server';
import { DirectoryArgs, DirectoryPage } from './directory.results';
import { DirectoryService } from './directory.service';

@Resolver()
export class DirectoryResolver {
  constructor(private readonly directory: DirectoryService) {}

  @Query(() => DirectoryPage, { name: 'tenantDirectory', description: 'Tenants as they show themselves to investors.' })
  @Allow('directory.read')
  list(@CurrentCtx() ctx: Ctx, @Args() args: DirectoryArgs): Promise<DirectoryPage> {
    return this.directory.list(ctx, args);
  }

  @Query(() => ShownProfile, { name: 'directoryEntry' })
  @Allow('directory.read')
  entry(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID }) organisationId: string,
  ): Promise<ShownProfile> {
    return this.directory.get(ctx, organisationId);
  }
}
