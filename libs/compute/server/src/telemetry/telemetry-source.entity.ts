import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Say } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The Prometheus from which a cluster's GPUs are read, and how far it has been read. */
@Entity('telemetry_source')
@ObjectType()
export class TelemetrySource {
  @PrimaryColumn('text')
  @Field(() => String)
  cluster: string;

  @Column('text')
  @Field(() => String)
  url: string;

  /** The variable of the portal's environment that holds the bearer token; null where none is needed. */
  @Column('text', { name: 'token_env', nullable: true })
  @Field(() => String, { nullable: true })
  tokenEnv: string | null;

  /** PromQL label matchers for a Prometheus that several clusters share: `cluster="hw1"`. */
  @Column('text')
  @Field(() => String)
  matchers: string;

  /** Whether pods become usage records, as Slurm's jobs do by its accounting. */
  @Column('boolean', { name: 'meters_pods' })
  @Field(() => Boolean)
  metersPods: boolean;

  @Column('boolean', { name: 'is_enabled' })
  @Field(() => Boolean)
  isEnabled: boolean;

  /** Up to here everything was read. */
  @Column('timestamptz', { name: 'high_water_at', nullable: true })
  @Field(() => Date, { nullable: true })
  highWaterAt: Date | null;

  @Column('timestamptz', { name: 'tried_at', nullable: true })
  @Field(() => Date, { nullable: true })
  triedAt: Date | null;

  @Column('timestamptz', { name: 'succeeded_at', nullable: true })
  @Field(() => Date, { nullable: true })
  succeededAt: Date | null;

  /** How many attempts in a row have failed. */
  @Column('int')
  @Field(() => Int)
  failures: number;

  @Column('jsonb', { name: 'last_error', nullable: true })
  lastError: Say | null;

  @Column('int')
  @Field(() => Int)
  version: number;

  @Column('text', { name: 'set_by_name' })
  setByName: string;

  @Column('timestamptz', { name: 'set_at' })
  setAt: Date;
}
