import { Args, Field, Float, ID, InputType, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import type { ProfileField } from './profile-fields';
import { TenantProfile } from './tenant-profile.entity';
import { TenantProfileService, type TenantProfileInput } from './tenant-profile.service';

@InputType()
export class SaveTenantProfileInput {
  @Field(() => String, { nullable: true })
  taglineZh?: string | null;

  @Field(() => String, { nullable: true })
  taglineEn?: string | null;

  @Field(() => String, { nullable: true })
  aboutZh?: string | null;

  @Field(() => String, { nullable: true })
  aboutEn?: string | null;

  @Field(() => [String], { nullable: true })
  domains?: string[] | null;

  @Field(() => String, { nullable: true })
  modelName?: string | null;

  @Field(() => Float, { nullable: true })
  parametersBillion?: number | null;

  @Field(() => String, { nullable: true })
  filingNumber?: string | null;

  @Field(() => String, { nullable: true })
  fundingStage?: string | null;

  @Field(() => BigInt, { nullable: true })
  raisedFen?: bigint | null;

  @Field(() => BigInt, { nullable: true })
  revenueFen?: bigint | null;

  @Field(() => Int, { nullable: true })
  headcount?: number | null;

  @Field(() => Int, { nullable: true })
  foundedYear?: number | null;

  @Field(() => String, { nullable: true })
  website?: string | null;

  @Field(() => String, { nullable: true })
  lookingFor?: string | null;

  /** Fields that investors may see. */
  @Field(() => [String])
  shownFields: ProfileField[];

  @Field(() => Boolean)
  listed: boolean;
}

@Resolver(() => TenantProfile)
export class TenantProfileResolver {
  constructor(private readonly profiles: TenantProfileService) {}

  @Query(() => TenantProfile, { nullable: true, description: 'One’s own profile; for the centre, any tenant’s.' })
  @Allow('tenant-profile.read')
  tenantProfile(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId?: string,
  ): Promise<TenantProfile | null> {
    return this.profiles.get(ctx, organisationId ?? null);
  }

  @Mutation(() => TenantProfile)
  @Allow('tenant-profile.edit')
  saveTenantProfile(@CurrentCtx() ctx: Ctx, @Args('input') input: SaveTenantProfileInput): Promise<TenantProfile> {
    return this.profiles.save(ctx, input as TenantProfileInput);
  }
}
