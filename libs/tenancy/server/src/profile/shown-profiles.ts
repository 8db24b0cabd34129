import { Injectable } from '@nestjs/common';
import { defineSearchKind, SearchService, type Ctx, type SearchView, type Tx } from '@wutong/core-server';
import { PROFILE_FIELDS } from './profile-fields';
import { ShownProfile } from './tenant-profile.entity';

/** Tenants as they are found in the directory. */
export const TENANT_SEARCH = defineSearchKind({ kind: 'tenant', permission: 'directory.read' });

/** Tenants as staff find them whom the directory does not show: not listed, onboarding, suspended, gone. */
export const TENANCY_SEARCH = defineSearchKind({ kind: 'tenancy', permission: 'tenancy.list' });

const COLUMNS = PROFILE_FIELDS.map((field) => ({
  field, column: field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
}));

const REFRESH = `
  insert into shown_profile (organisation_id, name_zh, name_en, tenancy_state, updated_at,
    ${COLUMNS.map(({ column }) => column).join(', ')})
  select p.organisation_id, o.name_zh, o.name_en, t.state, p.updated_at,
    ${COLUMNS.map(({ field, column }) => `case when '${field}' = any(p.shown_fields) then p.${column} end`).join(', ')}
    from tenant_profile p
    join organisation o on o.id = p.organisation_id
    join tenancy t on t.organisation_id = p.organisation_id and t.state in ('active', 'graduating', 'alumni')
   where p.organisation_id = $1 and p.listed
   order by t.signed_at desc limit 1`;

const TENANCIES = `
  select t.id, o.name_zh as "nameZh", o.name_en as "nameEn" from tenancy t join organisation o on o.id = t.organisation_id
   where t.organisation_id = $1 order by t.signed_at desc, t.id desc`;

/**
 * The copy of each profile that investors read: the shown fields and nothing else. It and its search document are
 * written in the transaction that changes the profile or the tenancy, so that hiding a field hides it at once. Whom the
 * directory does not show, people of the centre find by the name alone.
 */
@Injectable()
export class ShownProfiles {
  constructor(private readonly search: SearchService) {}

  /** Writes anew what investors see of a tenant, and what they and the centre find. */
  async refresh(ctx: Ctx, tx: Tx, organisationId: string): Promise<void> {
    await tx.query(`delete from shown_profile where organisation_id = $1`, [organisationId]);
    await tx.query(REFRESH, [organisationId]);
    const shown = await tx.of(ShownProfile).findOneBy({ organisationId });
    await this.search.index(ctx, tx, {
      kind: TENANT_SEARCH.kind, subjectId: organisationId, organisationId, views: shown ? [viewOf(shown)] : [],
    });
    // Each tenant is found once: in the directory, else by its latest tenancy.
    const tenancies = await tx.query<{ id: string; nameZh: string; nameEn: string }>(TENANCIES, [organisationId]);
    for (const [nth, { id, nameZh, nameEn }] of tenancies.entries()) {
      await this.search.index(ctx, tx, {
        kind: TENANCY_SEARCH.kind, subjectId: id, organisationId,
        views: nth === 0 && !shown ? [{ audience: ['centre'], title: titleOf({ nameZh, nameEn }) }] : [],
      });
    }
  }
}

function titleOf({ nameZh, nameEn }: Pick<ShownProfile, 'nameZh' | 'nameEn'>): string {
  return `${nameZh} ${nameEn}`;
}

function viewOf(shown: ShownProfile): SearchView {
  const texts = (...parts: (string | null)[]): string => parts.filter((part) => part !== null).join(' · ');
  return {
    audience: ['investor', 'centre', `organisation:${shown.organisationId}`],
    title: titleOf(shown),
    parts: [
      { weight: 'B', text: texts(shown.taglineZh, shown.taglineEn, shown.modelName) },
      { weight: 'C', text: texts(shown.aboutZh, shown.aboutEn, shown.lookingFor) },
    ],
    facets: {
      domain: shown.domains ?? [],
      stage: shown.fundingStage ? [shown.fundingStage] : [],
      filed: shown.filingNumber ? ['yes'] : [],
      state: [shown.tenancyState],
    },
  };
}
