import type { INestApplicationContext } from '@nestjs/common';
import { AppError, systemCtx } from '@wutong/core-server';
import { AdministratorService, type NewAdministrator } from '@wutong/identity-server';
import { CommandError, language, say, tell } from '../terminal';
import { ask } from './ask';

/** What the environment says of the administrator to make; null when it names none. Throws when it says only half. */
export function administratorOf(env: NodeJS.ProcessEnv): NewAdministrator | null {
  const { WUTONG_ADMIN_EMAIL: email, WUTONG_ADMIN_PASSWORD: password, WUTONG_ADMIN_NAME: name } = env;
  if (!email && !password) return null;
  if (!email || !password) {
    throw new CommandError(
      say(
        'Set both WUTONG_ADMIN_EMAIL and WUTONG_ADMIN_PASSWORD.',
        '请同时设置 WUTONG_ADMIN_EMAIL 与 WUTONG_ADMIN_PASSWORD。',
      ),
    );
  }
  return { email, password, name: name || email.split('@')[0] || email, ...centreOf(env['WUTONG_CENTRE_NAME']) };
}

/** Asks for the administrator on the terminal until what is said will do; false when the e-mail is left empty. */
export async function askForAdministrator(app: INestApplicationContext, first: boolean): Promise<boolean> {
  tell(
    first
      ? say('This centre has no administrator yet.', '本中心尚无管理员。')
      : say('One more administrator of the centre.', '新增一名中心管理员。'),
  );
  const centre = first ? await ask(say('Name of the centre: ', '中心名称：')) : '';
  for (;;) {
    const email = await ask(say('E-mail (empty to leave it): ', '邮箱（留空则跳过）：'));
    if (email === '') return false;
    const name = await ask(say('Name: ', '姓名：'));
    const password = await ask(say('Password (not shown): ', '密码（不显示）：'), { hidden: true });
    try {
      await addAdministrator(app, { email, name, password, ...centreOf(centre) });
      return true;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      tell(error.message);
    }
  }
}

/** Throws a CommandError in the terminal's language when the account cannot be opened. */
export async function addAdministrator(app: INestApplicationContext, administrator: NewAdministrator): Promise<void> {
  const ctx = { ...systemCtx(new Date()), locale: language };
  try {
    await app.get(AdministratorService, { strict: false }).add(ctx, { locale: language, ...administrator });
  } catch (error) {
    if (error instanceof AppError) throw new CommandError(error.say[language]);
    throw error;
  }
}

function centreOf(name: string | undefined): { centre?: { nameZh: string; nameEn: string } } {
  return name ? { centre: { nameZh: name, nameEn: name } } : {};
}
