import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { CurrentVisit, type Visit } from '../visit/visit';
import { Member } from './member';
import { Membership } from './membership.entity';
import { MembershipService } from './membership.service';

@Resolver(() => Membership)
export class MembershipResolver {
  constructor(private readonly memberships: MembershipService) {}

  @Allow('member.read')
  @Query(() => [Member], { description: 'People of the organisation acted for; staff may name another one.' })
  async members(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId: string | null,
  ): Promise<Member[]> {
    return this.memberships.members(ctx, organisationId ?? null);
  }

  @Allow('member.manage')
  @Mutation(() => Membership, { description: 'Gives a member these roles instead of the present ones.' })
  async changeMemberRoles(
    @CurrentCtx() ctx: Ctx,
    @Args('id', { type: () => ID }) id: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('roles', { type: () => [String] }) roles: string[],
  ): Promise<Membership> {
    return this.memberships.changeRoles(ctx, id, version, roles);
  }

  @Allow('member.manage')
  @Mutation(() => Boolean, { description: 'The person no longer belongs to the organisation.' })
  async endMembership(
    @CurrentCtx() ctx: Ctx,
    @Args('id', { type: () => ID }) id: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('reason') reason: string,
  ): Promise<boolean> {
    return this.memberships.end(ctx, id, version, reason);
  }

  @Allow('account.manage')
  @Mutation(() => Boolean, { description: 'Acts for another of my organisations from now on.' })
  async actForOrganisation(
    @CurrentCtx() ctx: Ctx, @CurrentVisit() visit: Visit, @Args('organisationId', { type: () => ID }) id: string,
  ): Promise<boolean> {
    await this.memberships.actFor(ctx, visit, id);
    return true;
  }
}
