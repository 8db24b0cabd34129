import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Command, CommanderError } from 'commander';
import type { Installation } from './installation';
import { PORTAL_COMMANDS, runPortalCommand } from './portal/commands';
import type { Surroundings } from './portal/portal';
import { settings } from './settings';
import { CommandError, say, tell } from './terminal';

const URL_OPTION = ['--url <url>', say('of the portal', '门户地址'), process.env['WUTONG_URL'] || `http://localhost:${process.env['PORT'] || 3000}`] as const;

function surroundings(url: string): Surroundings {
  return {
    url, token: process.env['WUTONG_TOKEN'],
    readText: (path) => (path === '-' ? text(process.stdin) : readFile(path, 'utf8')),
    writeFile: (path, content) => writeFile(path, content),
    out: (written) => process.stdout.write(written),
    err: (written) => process.stderr.write(written),
  };
}

/** Runs one command; gives the exit code. Each command's code is loaded when it is asked for. */
export async function main(argv: readonly string[], installation: Installation): Promise<number> {
  let exitCode = 0;
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
        'Start the portal with all it needs, on this machine. PORT and WUTONG_HOME (database and files) can be set.',
        '在本机启动门户及其所需的一切。可用 PORT 设置端口，用 WUTONG_HOME 设置数据目录。',
      ),
    )
    .option('--empty', say('a real centre: no demo, asks for its first administrator', '正式中心：不含演示数据，询问首位管理员'))
    .action(async ({ empty }: { empty?: true }) => {
      const { startCommand } = await import('./start/start.command');
      await startCommand(installation, settings(installation), empty ?? false);
    });

  for (const [name, what] of [
    ['api', say('Run pages and API alone, on PORT and HOST. Needs DATABASE_URL.', '仅运行页面与 API，需 DATABASE_URL。')],
    ['worker', say('Run jobs, events and timers alone. Needs DATABASE_URL.', '仅运行后台任务进程，需 DATABASE_URL。')],
  ] as const) {
    program
      .command(name)
      .description(what)
      .action(async () => {
        const { processCommand } = await import('./start/process.command');
        await processCommand(installation, settings(installation), name);
      });
  }

  program
    .command('plan')
    .description(
      say(
        'Plan the allocation of GPU-hours from a file; `wutong plan --help` tells its format.',
        '由文件规划 GPU 时的分配；格式见 `wutong plan --help`。',
      ),
    )
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (_options: object, command: Command) => {
      const { runPlanCommand } = await import('@wutong/compute-server');
      exitCode = await runPlanCommand(command.args, {
        readText: (path) => readFile(path, 'utf8'),
        out: (text) => process.stdout.write(text),
        err: (text) => process.stderr.write(text),
      });
    });

  program
    .command('migrate')
    .description(say('Bring the database schema up to date.', '将数据库结构更新到最新。'))
    .action(async () => {
      const { migrateCommand } = await import('./database/migrate.command');
      await migrateCommand(settings(installation));
    });

  program
    .command('demo')
    .description(say('Load the demo centre into a new database.', '将演示中心载入新的数据库。'))
    .action(async () => {
      const { demoCommand } = await import('./demo/demo.command');
      await demoCommand(settings(installation));
    });

  const admin = program.command('admin').description(say('The people who run the centre.', '中心管理人员。'));
  admin
    .command('create')
    .description(
      say(
        'Make an administrator: asks, or reads WUTONG_ADMIN_EMAIL, WUTONG_ADMIN_PASSWORD, WUTONG_ADMIN_NAME.',
        '新建管理员：在终端询问，或读取 WUTONG_ADMIN_EMAIL、WUTONG_ADMIN_PASSWORD、WUTONG_ADMIN_NAME。',
      ),
    )
    .action(async () => {
      const { adminCreateCommand } = await import('./admin/admin.command');
      await adminCreateCommand(settings(installation));
    });

  const meter = program.command('meter').description(say('The use of computing power.', '算力用量计量。'));
  meter
    .command('import')
    .argument('<file>', say('what sacct --parsable2 or sacct --json wrote', 'sacct --parsable2 或 sacct --json 的输出'))
    .description(
      say(
        'Read accounting records of Slurm; the same file twice changes nothing. A running portal may stay up.',
        '导入 Slurm 记账数据，重复导入不会重复计量；门户无需停止。',
      ),
    )
    .option('--cluster <name>', say('where the records do not name it', '记录中未写明时的集群名'))
    .option('--time-zone <zone>', say('of the times in the file; UTC when not said', '文件中时间的时区，默认 UTC'))
    .action(async (file: string, options: { cluster?: string; timeZone?: string }) => {
      const { meterImportCommand } = await import('./meter/import.command');
      exitCode = await meterImportCommand(settings(installation), file, options);
    });

  meter
    .command('pull')
    .argument('<cluster>', say('a cluster that is connected', '已连接的集群'))
    .description(say('Pull what is new in a cluster’s accounting now.', '立即拉取集群的新增用量。'))
    .action(async (cluster: string) => {
      const { meterPullCommand } = await import('./meter/pull.command');
      exitCode = await meterPullCommand(settings(installation), cluster);
    });

  program
    .command('query')
    .argument('[graphql]', say('what is asked, in GraphQL', 'GraphQL 查询语句'))
    .description(
      say(
        'Ask a running portal as yourself and print JSON. Your API token is read from WUTONG_TOKEN alone.',
        '以本人身份查询运行中的门户并输出 JSON；API 令牌仅从环境变量 WUTONG_TOKEN 读取。',
      ),
    )
    .option('-f, --file <file>', say('read the query from a file', '从文件读取查询语句'))
    .option('--variables <json>', say('its variables, as a JSON object', '查询变量，JSON 对象'))
    .option(...URL_OPTION)
    .addHelpText(
      'after',
      `\n${say('Examples', '示例')}:
  wutong query '{ computeBalances { gpuClass leftMh runsOutAt } }'
  wutong query -f request.graphql --variables '{"id": "…"}' --url https://portal.example.cn`,
    )
    .action(async (graphql: string | undefined, options: { file?: string; variables?: string; url: string }) => {
      const { queryCommand } = await import('./query/query.command');
      exitCode = await queryCommand(graphql, options, surroundings(options.url));
    });

  for (const portalCommand of PORTAL_COMMANDS) {
    const { name, argument, what, needs, options, example } = portalCommand;
    const command = program.command(name).description(what);
    if (argument) command.argument(...argument);
    for (const option of options) command.option(...option);
    command
      .option('--json', say('print JSON, for programs', '输出 JSON，供程序使用'))
      .option(...URL_OPTION)
      .addHelpText('after', `\n${say('Example', '示例')}: ${example}\n\n${say('Your API token is read from WUTONG_TOKEN; it needs', 'API 令牌取自 WUTONG_TOKEN，须有权限')} ${needs.join(', ')}.`)
      .action(async (...given: unknown[]) => {
        const own = command.opts<Record<string, string | true> & { url: string }>();
        exitCode = await runPortalCommand(portalCommand, argument ? (given[0] as string | undefined) : undefined, own, surroundings(own.url));
      });
  }

  program
    .command('enforce')
    .argument('<cluster>', say('a cluster that is connected', '已连接的集群'))
    .description(say('Make a cluster hold to the grants on it.', '使集群按批准额度执行限制。'))
    .option('--dry-run', say('only print what would be done there, as commands or manifests', '仅打印将执行的命令或清单'))
    .action(async (cluster: string, { dryRun }: { dryRun?: true }) => {
      const { enforceCommand } = await import('./enforce/enforce.command');
      exitCode = await enforceCommand(settings(installation), cluster, dryRun ?? false);
    });

  const audit = program.command('audit').description(say('The log of who saw and changed what.', '审计日志。'));
  audit
    .command('verify')
    .description(say('Prove that no entry of the audit log was changed or removed.', '验证审计日志未被改动或删除。'))
    .option('--head <number:hash>', say('a head that an earlier run printed must still be there', '先前输出的链末端须仍在链中'))
    .action(async ({ head }: { head?: string }) => {
      const { auditVerifyCommand } = await import('./audit/verify.command');
      await auditVerifyCommand(settings(installation), head);
    });

  program
    .command('schema')
    .description(say('For developers: write schema.graphql from the code.', '开发用：由代码生成 schema.graphql。'))
    .option('--check', say('only tell whether it is up to date', '仅检查是否为最新'))
    .action(async ({ check }: { check?: true }) => {
      const { schemaCommand } = await import('./docs/schema.command');
      await schemaCommand(installation.root, check ?? false);
    });

  const docs = program.command('docs').description(say('For developers: pages made from the code.', '开发用：由代码生成的文档。'));
  docs
    .command('diagrams')
    .description(say('Draw the state diagrams into docs/workflows.', '将状态图生成到 docs/workflows。'))
    .option('--check', say('only tell whether they are up to date', '仅检查是否为最新'))
    .action(async ({ check }: { check?: true }) => {
      const { diagramsCommand } = await import('./docs/diagrams.command');
      diagramsCommand(installation.root, check ?? false);
    });

  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const { message, stack } = error as Error;
    tell(error instanceof CommandError || !process.env['WUTONG_DEBUG'] ? message : String(stack));
    return 1;
  }
}
