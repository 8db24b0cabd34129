import { Injectable } from '@nestjs/common';
import { notFound, type Ctx, type Tx } from '@wutong/core-server';
import type { FileFacts } from '@wutong/core-shared';
import { TenancyApplication } from './tenancy-application.entity';
import { tenancyApplicationForm } from './tenancy-application.form';

/** Finds applications that the actor may see: row-level security decides, and the rest does not exist. */
@Injectable()
export class ApplicationLookup {
  async get(tx: Tx, id: string): Promise<TenancyApplication> {
    const application = await tx.of(TenancyApplication).findOneBy({ id });
    if (!application) throw notFound();
    return application;
  }

  /** One of the actor's own organisation. */
  async own(ctx: Ctx, tx: Tx, id: string): Promise<TenancyApplication> {
    const application = await this.get(tx, id);
    if (application.organisationId !== ctx.actor.organisationId) throw notFound();
    return application;
  }

  /** Name, type and size of the files that the answers name, for the form's own checks. */
  async fileFacts(tx: Tx, application: TenancyApplication): Promise<Map<string, FileFacts>> {
    const ids = tenancyApplicationForm(application.formVersion)
      .sections.flatMap(({ fields }) => fields)
      .filter(({ type }) => type === 'files')
      .flatMap(({ key }) => (application.answers[key] as string[] | undefined) ?? []);
    if (ids.length === 0) return new Map();
    const files = await tx.query<{ id: string; name: string; media_type: string; size: bigint }>(
      `select id, name, media_type, size from file where id = any($1::uuid[]) and state = 'stored'`,
      [ids],
    );
    return new Map(
      files.map(({ id, name, media_type, size }) => [id, { name, mediaType: media_type, sizeBytes: Number(size) }]),
    );
  }
}
