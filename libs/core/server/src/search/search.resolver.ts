import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../access/allow';
import { CurrentCtx } from '../access/current-ctx';
import type { Ctx } from '../context/ctx';
import { SearchHit } from './search.results';
import { SearchService } from './search.service';

@Resolver()
export class SearchResolver {
  constructor(private readonly service: SearchService) {}

  @Query(() => [SearchHit], { description: 'The best answers of every kind that you may open.' })
  @Allow('search')
  search(
    @CurrentCtx() ctx: Ctx,
    @Args('text', { type: () => String }) text: string,
    @Args('kinds', { type: () => [String], nullable: true }) kinds: string[] | null,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
  ): Promise<SearchHit[]> {
    return this.service.everything(ctx, text, kinds ?? null, first);
  }
}
