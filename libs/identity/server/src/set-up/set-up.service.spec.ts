import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { SignedIn } from '../session/sign-in.results';
import { browser, identityWorld, PASSWORD, type World } from '../testing/identity-world';
import { SetUpService } from './set-up.service';

let world: World;
let setUps: SetUpService;
beforeAll(async () => {
  world = await identityWorld();
  setUps = world.get(SetUpService);
});
afterAll(() => world.close());

const setUp = (token: string, email: string) =>
  setUps.setUp(world.anonymous(), browser(), {
    token, centre: { nameZh: '浦江大模型创新中心', nameEn: 'Pujiang Foundation Model Centre' }, name: '顾明', email,
    password: PASSWORD,
  });

test('an empty centre is founded once, by one holder of the printed link', async () => {
  expect(await setUps.isNeeded(world.anonymous())).toBe(true);
  const old = (await setUps.link(world.system()))?.split('token=')[1] ?? '';
  const token = (await setUps.link(world.system()))?.split('token=')[1] ?? '';
  expect(await setUp('a-token-made-up-by-somebody', 'eve@example.test')).toBeInstanceOf(LinkNotValid);
  expect(await setUp(old, 'eve@example.test')).toBeInstanceOf(LinkNotValid);
  const answers = await Promise.all([setUp(token, 'one@example.test'), setUp(token, 'two@example.test')]);
  expect(answers.filter((answer) => answer instanceof SignedIn)).toHaveLength(1);
  expect(answers.find((answer) => answer instanceof SignedIn)).toMatchObject({
    organisation: { kind: 'centre', nameZh: '浦江大模型创新中心' },
  });
  expect(await setUps.isNeeded(world.anonymous())).toBe(false);
  expect(await setUps.link(world.system())).toBeNull();
});
