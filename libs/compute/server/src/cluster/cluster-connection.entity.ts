import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ClusterKind = { slurm_rest: 'slurm_rest', slurm_cli: 'slurm_cli', kueue: 'kueue' } as const;
export type ClusterKind = keyof typeof ClusterKind;
registerEnumType(ClusterKind, { name: 'ClusterKind', description: 'By what a cluster is reached.' });

/** Words as they are kept, in both languages. */
export interface Told {
  readonly code: string;
  readonly en: string;
  readonly 'zh-CN': string;
}

export interface Finding extends Told {
  readonly level: 'ok' | 'warn' | 'bad';
}

/** How the portal reaches a cluster, and how that went last. */
@Entity('cluster_connection')
@ObjectType()
export class ClusterConnection {
  /** The name that pools and accounting records give it. */
  @PrimaryColumn('text')
  @Field(() => String)
  cluster: string;

  /** The supplier. */
  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text')
  @Field(() => ClusterKind)
  kind: ClusterKind;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  url: string | null;

  /** As whom slurmrestd is asked. */
  @Column('text', { name: 'user_name', nullable: true })
  @Field(() => String, { nullable: true })
  userName: string | null;

  /** Under which name the host keeps the token, or the key that tokens are signed with. */
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  secret: string | null;

  /** Whether the secret is Slurm’s JWT key and the portal signs a short-lived token for each call. */
  @Column('boolean', { name: 'signs_tokens' })
  @Field(() => Boolean)
  signsTokens: boolean;

  /** Under which name the host keeps the path of slurm.conf; null for Slurm’s own place, or for no programs at all. */
  @Column('text', { name: 'slurm_conf', nullable: true })
  @Field(() => String, { nullable: true })
  slurmConf: string | null;

  /** Under which name the host keeps the authority’s certificate. */
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  ca: string | null;

  /** Kueue’s cohort of all grants. */
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  cohort: string | null;

  /** Whether limits are written there. */
  @Column('boolean')
  @Field(() => Boolean)
  enforces: boolean;

  /** Whether all its jobs are metered, or only those of accounts that are known here. */
  @Column('boolean', { name: 'takes_all' })
  @Field(() => Boolean)
  takesAll: boolean;

  /** Of slurmrestd, as negotiated. */
  @Column('text', { name: 'api_version', nullable: true })
  @Field(() => String, { nullable: true })
  apiVersion: string | null;

  /** Everything before this moment has been pulled. */
  @Column('timestamptz', { name: 'pulled_until', nullable: true })
  @Field(() => Date, { nullable: true })
  pulledUntil: Date | null;

  @Column('timestamptz', { name: 'last_pull_at', nullable: true })
  @Field(() => Date, { nullable: true })
  lastPullAt: Date | null;

  @Column('timestamptz', { name: 'next_pull_at', nullable: true })
  @Field(() => Date, { nullable: true })
  nextPullAt: Date | null;

  /** Pulls that failed one after the other. */
  @Column('int')
  @Field(() => Int)
  failures: number;

  @Column('jsonb', { name: 'pull_error', nullable: true })
  pullError: Told | null;

  @Column('timestamptz', { name: 'checked_at', nullable: true })
  @Field(() => Date, { nullable: true })
  checkedAt: Date | null;

  @Column('jsonb')
  findings: Finding[];

  @Column('timestamptz', { name: 'enforced_at', nullable: true })
  @Field(() => Date, { nullable: true })
  enforcedAt: Date | null;

  @Column('timestamptz', { name: 'compared_at', nullable: true })
  @Field(() => Date, { nullable: true })
  comparedAt: Date | null;

  /** How many accounts differed from what is granted when they were compared last. */
  @Column('int', { nullable: true })
  @Field(() => Int, { nullable: true })
  differences: number | null;

  /** Accounts of the portal’s kind on the cluster that belong to no grant. */
  @Column('text', { array: true })
  @Field(() => [String])
  strangers: string[];

  @Column('jsonb', { name: 'enforce_error', nullable: true })
  enforceError: Told | null;

  @Column('int')
  @Field(() => Int)
  version: number;

  @Column('text', { name: 'connected_by_name' })
  @Field(() => String)
  connectedByName: string;

  @Column('timestamptz', { name: 'connected_at' })
  @Field(() => Date)
  connectedAt: Date;
}
