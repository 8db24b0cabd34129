import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, Public, type Ctx } from '@wutong/core-server';
import { CurrentVisit, type Visit } from '../visit/visit';
import { UserConnection, UserListArgs, UserListService, type UserPage } from './user-list.service';
import { User } from './user.entity';
import { ChangePasswordInput, ProfileInput } from './user.inputs';
import { ChangePasswordResult, type ChangePasswordOutcome } from './user.results';
import { UserService } from './user.service';
import { Viewer } from './viewer';

@Resolver(() => User)
export class UserResolver {
  constructor(
    private readonly accounts: UserService,
    private readonly list: UserListService,
  ) {}

  @Public()
  @Query(() => Viewer, { nullable: true, description: 'Who is signed in; null for nobody.' })
  async viewer(@CurrentCtx() ctx: Ctx): Promise<Viewer | null> {
    return this.accounts.viewer(ctx);
  }

  @Allow('account.manage')
  @Mutation(() => User, { description: 'Changes my name, language and time zone.' })
  async updateProfile(@CurrentCtx() ctx: Ctx, @Args('input') input: ProfileInput): Promise<User> {
    return this.accounts.updateProfile(ctx, input);
  }

  @Allow('account.manage')
  @Mutation(() => ChangePasswordResult, { description: 'Changes my password; every other session ends.' })
  async changePassword(
    @CurrentCtx() ctx: Ctx, @CurrentVisit() visit: Visit, @Args('input') input: ChangePasswordInput,
  ): Promise<ChangePasswordOutcome> {
    return this.accounts.changePassword(ctx, visit, input);
  }

  @Allow('user.list')
  @Query(() => UserConnection, { description: 'Everybody with an account, by name.' })
  async users(@CurrentCtx() ctx: Ctx, @Args() args: UserListArgs): Promise<UserPage> {
    return this.list.users(ctx, args);
  }

  @Allow('user.deactivate')
  @Mutation(() => User, { description: 'Closes an account; its sessions and API tokens end at once.' })
  async deactivateUser(
    @CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string, @Args('reason') reason: string,
  ): Promise<User> {
    return this.accounts.deactivate(ctx, id, reason);
  }

  @Allow('user.deactivate')
  @Mutation(() => User, { description: 'Opens a closed account again.' })
  async reactivateUser(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<User> {
    return this.accounts.reactivate(ctx, id);
  }
}
