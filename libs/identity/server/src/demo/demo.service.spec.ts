import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { browser, identityWorld, type World } from '../testing/identity-world';
import { DemoService } from './demo.service';

let world: World;
let demo: DemoService;
beforeAll(async () => {
  world = await identityWorld();
  demo = world.get(DemoService);
});
afterAll(() => world.close());

const notFound = { code: 'NOT_FOUND' };

test('where the demo centre is not loaded nobody is offered or let in, whatever the environment says', async () => {
  const ada = await world.person('tenant', ['founder']);
  process.env['WUTONG_DEMO'] = process.env['DEMO'] = 'true';
  try {
    expect(await demo.people(world.anonymous())).toEqual([]);
    const visit = browser();
    await expect(demo.signIn(world.anonymous(), visit, ada.id)).rejects.toMatchObject(notFound);
    expect(visit.sessionToken).toBeNull();
  } finally {
    delete process.env['WUTONG_DEMO'];
    delete process.env['DEMO'];
  }
});

test('no request can load it: people may neither write the row nor list themselves', async () => {
  const root = await world.person('centre', ['administrator']);
  await expect(
    world.db.write(root.ctx(), (tx) => tx.query(`insert into demo_centre (loaded_at) values (now())`)),
  ).rejects.toThrow('row-level security');
  await expect(
    world.asOwner(`insert into demo_person (user_id, position, title_zh, title_en) values ($1, 0, 'x', 'x')`, [
      root.id,
    ]),
  ).rejects.toThrow('foreign key');
});

test('where it is loaded its listed people are one click away, and only they', async () => {
  const [ada, eve] = [await world.person('tenant', ['founder']), await world.person('tenant', ['founder'])];
  await demo.open(world.system(), [{ userId: ada.id, titleZh: '创始人', titleEn: 'Founder' }]);
  expect(await demo.people({ ...world.anonymous(), locale: 'zh-CN' })).toMatchObject([
    { userId: ada.id, title: '创始人', roles: ['founder'] },
  ]);
  const visit = browser();
  expect(await demo.signIn(world.anonymous(), visit, ada.id)).toMatchObject({ user: { id: ada.id } });
  expect(visit.sessionToken).not.toBeNull();
  await expect(demo.signIn(world.anonymous(), browser(), eve.id)).rejects.toMatchObject(notFound);
});

test('taken away, it is shut again', async () => {
  const ada = await world.person('tenant', ['founder']);
  await demo.open(world.system(), [{ userId: ada.id, titleZh: '创始人', titleEn: 'Founder' }]);
  await world.asOwner(`delete from demo_centre`);
  expect(await demo.people(world.anonymous())).toEqual([]);
  await expect(demo.signIn(world.anonymous(), browser(), ada.id)).rejects.toMatchObject(notFound);
});
