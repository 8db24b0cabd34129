import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, connectionOf, CurrentCtx, type Ctx, type Page } from '@wutong/core-server';
import { say } from '../say';
import { Organisation } from './organisation.entity';
import { OrganisationListArgs, OrganisationNamesInput, RegisterOrganisationInput } from './organisation.inputs';
import { OrganisationService } from './organisation.service';

export const OrganisationConnection = connectionOf(Organisation, 'Organisation');

@Resolver(() => Organisation)
export class OrganisationResolver {
  constructor(private readonly organisations: OrganisationService) {}

  @Allow('organisation.read')
  @Query(() => Organisation)
  async organisation(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<Organisation> {
    return this.organisations.organisation(ctx, id);
  }

  @Allow('organisation.list')
  @Query(() => OrganisationConnection, { name: 'organisations', description: 'All organisations by Chinese name.' })
  async list(@CurrentCtx() ctx: Ctx, @Args() args: OrganisationListArgs): Promise<Page<Organisation>> {
    return this.organisations.list(ctx, args);
  }

  @Allow('organisation.register')
  @Mutation(() => Organisation, { description: 'Registers an investor, supplier, adopter or tenant.' })
  async registerOrganisation(
    @CurrentCtx() ctx: Ctx, @Args('input') input: RegisterOrganisationInput,
  ): Promise<Organisation> {
    return this.organisations.register(ctx, input);
  }

  @Allow('organisation.edit')
  @Mutation(() => Organisation, { description: 'Changes names and registration number.' })
  async editOrganisation(
    @CurrentCtx() ctx: Ctx,
    @Args('id', { type: () => ID }) id: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('input') input: OrganisationNamesInput,
  ): Promise<Organisation> {
    return this.organisations.edit(ctx, id, version, input);
  }

  @Allow('organisation.register')
  @Mutation(() => Organisation, { description: 'From now on nobody acts for it; its records stay.' })
  async closeOrganisation(
    @CurrentCtx() ctx: Ctx,
    @Args('id', { type: () => ID }) id: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('reason') reason: string,
  ): Promise<Organisation> {
    return this.organisations.close(ctx, id, version, reason);
  }

  @ResolveField(() => String, { description: 'Its name in the viewer’s language.' })
  name(@Parent() organisation: Organisation, @CurrentCtx() ctx: Ctx): string {
    return say(ctx, organisation.nameEn, organisation.nameZh);
  }
}
