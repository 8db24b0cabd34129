import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What tenants are charged for an hour on a GPU of a pool, from an hour on until another tariff follows. Never changed. */
@Entity('compute_tariff')
@ObjectType()
export class ComputeTariff {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'pool_id' })
  @Field(() => ID)
  poolId: string;

  /** The supplier. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** A full hour. Of two tariffs for the same hour the one set last counts. */
  @Column('timestamptz', { name: 'valid_from' })
  @Field(() => Date)
  validFrom: Date;

  @Column('bigint', { name: 'fen_per_gpu_hour' })
  @Field(() => BigInt)
  fenPerGpuHour: bigint;

  @Column('text', { name: 'set_by_name' })
  @Field(() => String)
  setByName: string;

  @Column('timestamptz', { name: 'set_at' })
  @Field(() => Date)
  setAt: Date;
}

/** Use of a pool that was metered in hours for which no price is known, in GPU-milli-hours. It counts as 0 fen. */
@ObjectType()
export class UnpricedUsage {
  /** The supplier's price is missing. */
  @Field(() => BigInt)
  withoutCostMh: bigint;

  /** Neither a tariff nor a supplier's price is known. */
  @Field(() => BigInt)
  withoutChargeMh: bigint;
}
