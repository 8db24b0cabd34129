import { Field, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CaseAction, CaseEvent, CurrentCtx, type Ctx } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { ComputeChange } from '../grant/compute-change.entity';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { ComputeAccessKey, ComputeGrantUser } from '../grant/grant-people.entity';
import { termsAt } from '../grant/terms';
import { ComputePool, ComputeReservation } from '../pool/compute-pool.entity';
import { ComputeRequest } from './compute-request.entity';
import { RequestReadService } from './request-read.service';

@ObjectType()
export class ComputeTerms {
  @Field(() => String)
  version: string;

  /** In the viewer's language. */
  @Field(() => String)
  text: string;
}

/** What is shown with one request. These fields read one case at a time and are not asked for in lists. */
@Resolver(() => ComputeRequest)
export class ComputeRequestFieldsResolver {
  constructor(private readonly reading: RequestReadService) {}

  @ResolveField(() => [CaseAction])
  actions(@CurrentCtx() ctx: Ctx, @Parent() request: ComputeRequest): CaseAction[] {
    return this.reading.actions(ctx, request);
  }

  @ResolveField(() => [CaseEvent])
  timeline(@CurrentCtx() ctx: Ctx, @Parent() request: ComputeRequest): Promise<CaseEvent[]> {
    return this.reading.timeline(ctx, request);
  }

  @ResolveField(() => Organisation)
  organisation(@CurrentCtx() ctx: Ctx, @Parent() request: ComputeRequest): Promise<Organisation> {
    return this.reading.organisation(ctx, request);
  }

  @ResolveField(() => ComputeGrant, { nullable: true })
  grant(@CurrentCtx() ctx: Ctx, @Parent() request: ComputeRequest): Promise<ComputeGrant | null> {
    return this.reading.grant(ctx, request);
  }

  @ResolveField(() => ComputePool, { nullable: true })
  pool(@CurrentCtx() ctx: Ctx, @Parent() request: ComputeRequest): Promise<ComputePool | null> {
    return this.reading.pool(ctx, request);
  }

  @ResolveField(() => [ComputeGrantUser])
  users(@CurrentCtx() ctx: Ctx, @Parent() request: ComputeRequest): Promise<ComputeGrantUser[]> {
    return this.reading.users(ctx, request);
  }

  @ResolveField(() => [ComputeAccessKey])
  accessKeys(@CurrentCtx() ctx: Ctx, @Parent() request: ComputeRequest): Promise<ComputeAccessKey[]> {
    return this.reading.keys(ctx, request);
  }

  @ResolveField(() => [ComputeChange], { description: 'Changes and renewals asked for, oldest first.' })
  changes(@CurrentCtx() ctx: Ctx, @Parent() request: ComputeRequest): Promise<ComputeChange[]> {
    return this.reading.changes(ctx, request);
  }

  @ResolveField(() => [ComputeReservation])
  reservations(@CurrentCtx() ctx: Ctx, @Parent() request: ComputeRequest): Promise<ComputeReservation[]> {
    return this.reading.reservations(ctx, request);
  }

  @ResolveField(() => Int, { nullable: true, description: 'Its place among all that wait for this GPU class, from 1.' })
  waitlistPlace(@CurrentCtx() ctx: Ctx, @Parent() request: ComputeRequest): Promise<number | null> {
    return this.reading.waitlistPlace(ctx, request);
  }

  @Query(() => ComputeTerms, { description: 'The terms that each user accepts before a grant starts.' })
  @Allow('compute-request.read')
  computeTerms(@CurrentCtx() ctx: Ctx): ComputeTerms {
    const { version, text } = termsAt(ctx.now);
    return { version, text: text[ctx.locale] };
  }
}
