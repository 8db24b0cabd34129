import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock } from '../context/clock';
import { systemCtx } from '../context/ctx';
import { Database } from '../database/database';

/** Whether this process should be given work: the database answers, and it has not been asked to stop. */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async ready(): Promise<boolean> {
    if (this.stopping) return false;
    return this.database.read(systemCtx(this.clock.now()), (tx) => tx.query('select 1')).then(
      () => true,
      () => false,
    );
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }
}
