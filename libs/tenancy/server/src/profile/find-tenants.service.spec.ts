import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SearchService, type Ctx } from '@wutong/core-server';
import { permissionsOf, ROLE_NAMES } from '@wutong/identity-server';
import { newTenancy, tenancyWorld, type TenancyWorld } from '../testing/tenancy-world';
import { TenancyReadService } from '../tenancy/tenancy-read.service';
import type { Tenancy } from '../tenancy/tenancy.entity';
import { TenancyService } from '../tenancy/tenancy.service';
import { FindTenants } from './find-tenants';
import { TenantProfileService } from './tenant-profile.service';

let world: TenancyWorld;
let tenancies: TenancyService;
let lead: Ctx;

beforeAll(async () => {
  world = await tenancyWorld();
  tenancies = world.get(TenancyService);
  lead = await world.staff('programme_lead');
});
afterAll(() => world.close());

const seen = ({ id, version }: Tenancy) => ({ id, version });
const able = (ctx: Ctx): Ctx => ({ ...ctx, actor: { ...ctx.actor, permissions: permissionsOf(ctx.actor.roles) } });
/** What the palette finds of some words, as kind and id. */
const finds = async (who: Ctx, words: string): Promise<string[]> =>
  (await world.get(SearchService).everything(able(who), words, null, 12)).map(({ kind, id }) => `${kind} ${id}`);

let companies = 0;
/** An active tenant with a name of its own. */
async function tenant() {
  const founder = await world.founder();
  const name = `Borealis${++companies}`;
  await rename(founder, name);
  await newTenancy(world, founder);
  const tenancy = (await world.get(TenancyReadService).own(founder))!;
  return { founder, tenancy, name, directory: `tenant ${founder.actor.organisationId}`, list: `tenancy ${tenancy.id}` };
}
const rename = (founder: Ctx, name: string) => world.asOwner(`update organisation set name_en = $2 where id = $1`, [founder.actor.organisationId, name]);

describe('a tenant that the directory does not show', () => {
  test('is found by everybody of the centre, and by nobody else', async () => {
    const { founder, tenancy, name, list } = await tenant();
    await tenancies.suspend(lead, { ...seen(tenancy), reason: 'Rent.' });
    const kinds = { founder: 'tenant', member: 'tenant', investor: 'investor', supplier: 'supplier', adopter: 'adopter' } as const;
    for (const role of ROLE_NAMES) {
      const kind = role in kinds ? kinds[role as keyof typeof kinds] : 'centre';
      const who = world.ctx({ organisationKind: kind, roles: [role], ...(kind === 'centre' ? { organisationId: world.centreId } : {}) });
      expect([role, await finds(who, name)]).toEqual([role, kind === 'centre' ? [list] : []]);
    }
    expect(await finds(founder, name)).toEqual([]);
    const conflicted = { ...lead, actor: { ...lead.actor, conflicts: [founder.actor.organisationId!] } };
    expect(await finds(conflicted, name)).toEqual([]);
  });

  test('is found whether suspended, not listed, or without a profile, and once it is listed in the directory alone', async () => {
    const { founder, tenancy, name, directory, list } = await tenant();
    expect(await finds(lead, name)).toEqual([list]);
    const save = (listed: boolean) => world.get(TenantProfileService).save(founder, { taglineEn: 'Weather', shownFields: ['taglineEn'], listed });
    await save(true);
    expect(await finds(lead, name)).toEqual([directory]);
    const investor = world.ctx({ organisationKind: 'investor', roles: ['investor'] });
    expect(await finds(investor, name)).toEqual([directory]);
    const suspended = await tenancies.suspend(lead, { ...seen(tenancy), reason: 'Rent.' });
    expect([await finds(lead, name), await finds(investor, name)]).toEqual([[list], []]);
    await tenancies.resume(lead, seen(suspended));
    expect(await finds(lead, name)).toEqual([directory]);
    await save(false);
    expect([await finds(lead, name), await finds(investor, name)]).toEqual([[list], []]);
  });
});

test('those whom nothing finds by their present name are found after the next look', async () => {
  const { founder, name, list } = await tenant();
  const { tenancy: other, name: known } = await tenant();
  await rename(founder, 'Australis');
  await world.asOwner(`delete from search_document where subject_id = $1`, [other.id]);
  expect([await finds(lead, 'Australis'), await finds(lead, known)]).toEqual([[], []]);
  await world.get(FindTenants).find(world.system());
  expect([await finds(lead, 'Australis'), await finds(lead, known), await finds(lead, name)]).toEqual([[list], [`tenancy ${other.id}`], []]);
});
