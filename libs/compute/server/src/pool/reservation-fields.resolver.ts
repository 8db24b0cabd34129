import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Database, loader, notFound, type Ctx, type GraphqlContext } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { In } from 'typeorm';
import { ComputeReservation } from './compute-pool.entity';

/** Whose GPUs a reservation keeps, for the calendar of a pool. */
@Resolver(() => ComputeReservation)
export class ReservationFieldsResolver {
  private readonly organisationsOf;

  constructor(database: Database) {
    this.organisationsOf = async (ctx: Ctx, ids: readonly string[]): Promise<(Organisation | Error)[]> => {
      const found = await database.read(ctx, (tx) => tx.of(Organisation).findBy({ id: In([...ids]) }));
      const byId = new Map(found.map((organisation) => [organisation.id, organisation]));
      return ids.map((id) => byId.get(id) ?? notFound());
    };
  }

  @ResolveField(() => Organisation)
  organisation(@Parent() { organisationId }: ComputeReservation, @Context() context: GraphqlContext): Promise<Organisation> {
    return loader(context, this.organisationsOf).load(organisationId);
  }
}
