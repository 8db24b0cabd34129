import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The figures of a published report; tenants by the number that they have in the plan. Amounts are normalised milli-hours. */
export interface PublishedReport {
  readonly figures: PlanFigures;
  readonly firstCome: PlanFigures;
  readonly tenants: readonly PublishedTenant[];
  readonly inputsHash: string;
  readonly planHash: string;
}

export interface PlanFigures {
  readonly askedMh: number;
  readonly grantedMh: number;
  readonly capacityMh: number;
  readonly costFen: number;
  /** Jain's index of granted ÷ weight, and of granted ÷ asked; 1 = all alike. */
  readonly jainOfShares: number;
  readonly jainOfDemandMet: number;
  /** Companies that got less than their slice. */
  readonly belowSlice: number;
  /** Pairs of companies of which one is worse off, by weight, than one who can use nothing that it cannot. */
  readonly envy: number;
}

export interface PublishedTenant {
  readonly alias: number;
  readonly weight: number;
  readonly askedMh: number;
  readonly grantedMh: number;
  readonly entitlementMh: number;
  readonly borrowedMh: number;
  readonly lentMh: number;
  readonly firstComeMh: number;
  readonly isIncentiveKept: boolean;
}

/** The fairness report of a cycle, as published and never changed. */
@Entity('planning_report')
export class PlanningReport {
  @PrimaryColumn('uuid', { name: 'cycle_id' })
  cycleId: string;

  /** The centre. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('jsonb')
  report: PublishedReport;

  @Column('text', { name: 'published_by_name' })
  publishedByName: string;

  @Column('timestamptz', { name: 'published_at' })
  publishedAt: Date;
}
