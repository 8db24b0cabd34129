import { Injectable } from '@nestjs/common';
import { conflict, notFound, type Ctx, type Tx } from '@wutong/core-server';
import type { FileFacts } from '@wutong/core-shared';
import { TenancyApplication } from './tenancy-application.entity';
import { tenancyApplicationForm } from './tenancy-application.form';
import { tenancyApplicationWorkflow } from './tenancy-application.workflow';

/** Finds applications that the actor may see: row-level security decides, and the rest does not exist. */
@Injectable()
export class ApplicationLookup {
  async get(tx: Tx, id: string, lock = false): Promise<TenancyApplication> {
    const application = await tx.of(TenancyApplication).findOne({
      where: { id }, ...(lock ? { lock: { mode: 'pessimistic_write' as const } } : {}),
    });
    if (!application) throw notFound();
    return application;
  }

  /** As `get`, locked until the transaction ends: what is decided on it and what is checked for it see each other. */
  async locked(tx: Tx, id: string): Promise<TenancyApplication> {
    const application = await tx.of(TenancyApplication).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!application) throw notFound();
    return application;
  }

  /** One of the actor's own organisation; locked, no answer is saved while the transaction goes on. */
  async own(ctx: Ctx, tx: Tx, id: string, lock = false): Promise<TenancyApplication> {
    const application = await this.get(tx, id, lock);
    if (application.organisationId !== ctx.actor.organisationId) throw notFound();
    return application;
  }

  /** Throws APPLYING_ALREADY when the organisation has an application in the round that has not come to nothing. */
  async assertNoneUnderWay(tx: Tx, organisationId: string, roundId: string): Promise<void> {
    const [other] = await tx.query<{ number: string }>(
      `select number from tenancy_application where organisation_id = $1 and round_id = $2 and state <> all($3)`,
      [organisationId, roundId, tenancyApplicationWorkflow.terminal.filter((state) => state !== 'accepted')],
    );
    if (!other) return;
    throw conflict(
      'APPLYING_ALREADY', `Your organisation has application ${other.number} in this round already. Go on with that one.`,
      `贵机构在本批次已有申请 ${other.number}，请继续办理该申请。`, { number: other.number },
    );
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
