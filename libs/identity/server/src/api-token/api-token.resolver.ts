import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { ApiToken } from './api-token.entity';
import { CreateApiTokenInput } from './api-token.inputs';
import { ApiTokenService, CreatedApiToken } from './api-token.service';

@Resolver(() => ApiToken)
export class ApiTokenResolver {
  constructor(private readonly tokens: ApiTokenService) {}

  @Allow('account.manage')
  @Query(() => [ApiToken], { description: 'My API tokens, those still good first.' })
  async myApiTokens(@CurrentCtx() ctx: Ctx): Promise<ApiToken[]> {
    return this.tokens.mine(ctx);
  }

  @Allow('account.manage')
  @Mutation(() => CreatedApiToken, { description: 'Makes a token for a program; it is shown this once.' })
  async createApiToken(@CurrentCtx() ctx: Ctx, @Args('input') input: CreateApiTokenInput): Promise<CreatedApiToken> {
    return this.tokens.create(ctx, input);
  }

  @Allow('account.manage')
  @Mutation(() => ApiToken, { description: 'The token no longer works.' })
  async revokeApiToken(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<ApiToken> {
    return this.tokens.revoke(ctx, id);
  }
}
