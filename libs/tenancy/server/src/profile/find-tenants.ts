import { Injectable } from '@nestjs/common';
import { Database, Job, type Ctx } from '@wutong/core-server';
import { ShownProfiles } from './shown-profiles';

declare module '@wutong/core-server' {
  interface JobMap {
    'tenancy.findTenants': Record<string, never>;
  }
}

/** Tenants that nothing finds under the names that they have now. */
const LOST = `
  select distinct o.id from tenancy t join organisation o on o.id = t.organisation_id
   where not exists (
     select from search_visible d
      where d.organisation_id = o.id and d.kind in ('tenant', 'tenancy') and d.title = o.name_zh || ' ' || o.name_en)`;

/** Makes tenants findable that an earlier version did not index, or that have a new name, within a quarter of an hour. */
@Injectable()
export class FindTenants {
  constructor(
    private readonly database: Database,
    private readonly shown: ShownProfiles,
  ) {}

  @Job('tenancy.findTenants', { cron: '*/15 * * * *' })
  async find(ctx: Ctx): Promise<void> {
    const lost = await this.database.read(ctx, (tx) => tx.query<{ id: string }>(LOST));
    for (const { id } of lost) await this.database.write(ctx, (tx) => this.shown.refresh(ctx, tx, id));
  }
}
