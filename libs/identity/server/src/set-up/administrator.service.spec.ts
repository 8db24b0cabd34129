import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NotificationsModule } from '@wutong/core-server';
import { testModule, type TestModule } from '@wutong/core-testing';
import { identityEntities } from '../identity.entities';
import { IdentityModule } from '../identity.module';
import { AdministratorService } from './administrator.service';

let module: TestModule;

beforeAll(async () => {
  module = await testModule({ imports: [NotificationsModule, IdentityModule], entities: identityEntities });
});
afterAll(() => module.close());

const add = (email: string, password = '三只蓝色鲸鱼在唱歌啊'): Promise<void> =>
  module.get(AdministratorService).add(module.system(), { email, name: '赵敏', password, centre: { nameZh: '梧桐中心' } });

test('the first administrator opens the centre and the next one joins it', async () => {
  await add('First@example.cn');
  await add('second@example.cn');
  const rows = await module.asOwner(
    `select o.name_zh, o.name_en, o.kind, u.email, m.roles from membership m
     join app_user u on u.id = m.user_id join organisation o on o.id = m.organisation_id order by u.email`,
  );
  const centre = { name_zh: '梧桐中心', name_en: '梧桐中心', kind: 'centre', roles: ['administrator'] };
  expect(rows).toEqual([
    { ...centre, email: 'first@example.cn' },
    { ...centre, email: 'second@example.cn' },
  ]);
});

test('an address with an account and a password that is easily guessed are refused', async () => {
  await add('third@example.cn');
  await expect(add('third@example.cn')).rejects.toMatchObject({ code: 'EMAIL_TAKEN' });
  await expect(add('fourth@example.cn', '1234567890')).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'password' });
});
