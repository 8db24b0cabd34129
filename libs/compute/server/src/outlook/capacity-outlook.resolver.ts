import { Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { CapacityOutlook } from './capacity-outlook.queries';
import { CapacityOutlookService } from './capacity-outlook.service';

@Resolver()
export class CapacityOutlookResolver {
  constructor(private readonly outlook: CapacityOutlookService) {}

  @Query(() => [CapacityOutlook], { description: 'Demand against capacity of every GPU class in the next six months: promised, waiting, expected.' })
  @Allow('compute-pool.list')
  capacityOutlook(@CurrentCtx() ctx: Ctx): Promise<CapacityOutlook[]> {
    return this.outlook.classes(ctx);
  }
}
