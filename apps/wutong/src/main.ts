import { Command, CommanderError } from 'commander';
import type { Installation } from './installation';
import { settings } from './settings';
import { CommandError, say, tell } from './terminal';

/** Runs one command; gives the exit code. Each command's code is loaded when it is asked for. */
export async function main(argv: readonly string[], installation: Installation): Promise<number> {
  const program = new Command('wutong')
    .description(
      say(
        'The portal of a foundation-model incubator: start it, and look after it.',
        '大模型孵化中心门户：启动与日常维护。',
      ),
    )
    .exitOverride()
    .showHelpAfterError(true);

  program
    .command('start')
    .description(
      say(
        'Start the portal with everything it needs, on this machine. PORT and WUTONG_HOME (database and files) can be set.',
        '在本机启动门户及其所需的一切。可用 PORT 设置端口，用 WUTONG_HOME 设置数据目录。',
      ),
    )
    .action(async () => {
      const { startCommand } = await import('./start/start.command');
      await startCommand(installation, settings(installation));
    });

  program
    .command('migrate')
    .description(say('Bring the database schema up to date.', '将数据库结构更新到最新。'))
    .action(async () => {
      const { migrateCommand } = await import('./database/migrate.command');
      await migrateCommand(settings(installation));
    });

  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    tell(error instanceof CommandError || !process.env['WUTONG_DEBUG'] ? (error as Error).message : String((error as Error).stack));
    return 1;
  }
}
