import { Injectable } from '@nestjs/common';
import { Database, notFound, SearchService, type Ctx } from '@wutong/core-server';
import { ShownProfile, TENANT_SEARCH } from '@wutong/tenancy-server';
import { In } from 'typeorm';
import type { DirectoryArgs, DirectoryPage } from './directory.results';

const FACETS = ['domain', 'stage', 'filed', 'state'];

/**
 * What investors browse. Everything here is read from the copies that tenants' profiles write for investors, which
 * hold the shown fields only: a search, a filter or a count can find out nothing that a tenant hides.
 */
@Injectable()
export class DirectoryService {
  constructor(
    private readonly database: Database,
    private readonly search: SearchService,
  ) {}

  list(ctx: Ctx, args: DirectoryArgs): Promise<DirectoryPage> {
    const filters = {
      domain: args.domains ?? [], stage: args.stages ?? [], filed: args.filed ?? [], state: args.states ?? [],
    };
    return this.database.read(ctx, async (tx) => {
      const found = await this.search.list(ctx, tx, {
        kind: TENANT_SEARCH.kind, text: args.search, filters, facets: FACETS, page: args,
      });
      const ids = found.nodes.map(({ id }) => id);
      const shown = await tx.of(ShownProfile).findBy({ organisationId: In(ids) });
      const profiles = new Map(shown.map((profile) => [profile.organisationId, profile]));
      const nodes = found.nodes.flatMap(({ id, excerpt, excerptMarks }) => {
        const profile = profiles.get(id);
        return profile ? [{ organisationId: id, profile, excerpt, excerptMarks }] : [];
      });
      return { nodes, pageInfo: found.pageInfo, total: found.total, facets: found.facets };
    });
  }

  get(ctx: Ctx, organisationId: string): Promise<ShownProfile> {
    return this.database.read(ctx, async (tx) => {
      const profile = await tx.of(ShownProfile).findOneBy({ organisationId });
      if (!profile) throw notFound();
      return profile;
    });
  }
}
