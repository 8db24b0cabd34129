import { Injectable } from '@nestjs/common';
import { Database, type Ctx } from '@wutong/core-server';
import { EnforcementOperation, GrantEnforcement } from './enforcement.entity';

/** More of them nobody reads on a page. */
const MOST = 100;

/** What was done on clusters, and how grants stand there. */
@Injectable()
export class EnforcementReadService {
  constructor(private readonly database: Database) {}

  ofGrant(ctx: Ctx, grantId: string): Promise<GrantEnforcement | null> {
    return this.database.read(ctx, (tx) => tx.of(GrantEnforcement).findOneBy({ grantId }));
  }

  /** The latest first. */
  operationsOfGrant(ctx: Ctx, grantId: string): Promise<EnforcementOperation[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(EnforcementOperation).find({ where: { grantId }, order: { madeAt: 'DESC', id: 'DESC' }, take: MOST }),
    );
  }

  /** The latest first. */
  operationsOfCluster(ctx: Ctx, cluster: string): Promise<EnforcementOperation[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(EnforcementOperation).find({ where: { cluster }, order: { madeAt: 'DESC', id: 'DESC' }, take: MOST }),
    );
  }

  /** The grants that are on a cluster, as they were read back last. */
  standing(ctx: Ctx, cluster: string): Promise<GrantEnforcement[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(GrantEnforcement).find({ where: { cluster, isOpen: true }, order: { account: 'ASC' }, take: 500 }),
    );
  }
}
