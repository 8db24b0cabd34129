import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A kind of GPU, by the code that Slurm, ledger units and requests use: `h800`. */
@Entity('gpu_class')
@ObjectType()
export class GpuClass {
  @PrimaryColumn('text')
  @Field(() => String)
  code: string;

  @Column('text')
  @Field(() => String)
  name: string;

  @Column('int', { name: 'memory_gib' })
  @Field(() => Int)
  memoryGib: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

/** One version of what an hour on a class is worth beside an hour on the reference class. Never changed. */
@Entity('gpu_class_factor')
@ObjectType()
export class GpuClassFactor {
  @PrimaryColumn('text', { name: 'gpu_class' })
  gpuClass: string;

  @PrimaryColumn('int')
  @Field(() => Int)
  version: number;

  /** In thousandths: 1000 is an hour on the reference class. */
  @Column('int', { name: 'factor_milli' })
  @Field(() => Int)
  factorMilli: number;

  @Column('timestamptz', { name: 'valid_from' })
  @Field(() => Date)
  validFrom: Date;

  /** Where the figure comes from: a measurement, a data sheet. */
  @Column('text')
  @Field(() => String)
  source: string;

  @Column('text', { name: 'set_by_name' })
  @Field(() => String)
  setByName: string;

  @Column('timestamptz', { name: 'set_at' })
  @Field(() => Date)
  setAt: Date;
}
