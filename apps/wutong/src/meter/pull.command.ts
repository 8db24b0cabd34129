import { UsagePullService } from '@wutong/compute-server';
import { AppError, Clock, systemCtx } from '@wutong/core-server';
import type { Settings } from '../settings';
import { CommandError, language, print, say, step } from '../terminal';
import { withApp } from '../with-app';

/** Pulls a cluster's accounting into the installation's database; gives the exit code. */
export async function meterPullCommand(settings: Settings, cluster: string): Promise<number> {
  const report = await withApp(settings, (app) =>
    step(say('Pulling the records', '正在拉取记录'), () =>
      app.get(UsagePullService, { strict: false }).pull({ ...systemCtx(app.get(Clock).now(), 'meter'), locale: language }, cluster).catch(inWords),
    ),
  );
  const { records, added, updated, parked, problems } = report;
  print(
    say(
      `${records} runs on GPUs: ${added} new, ${updated} updated, ${parked} parked; ${problems} problems.`,
      `GPU 作业 ${records} 个：新增 ${added}，更新 ${updated}，待认领 ${parked}；问题 ${problems}。`,
    ),
  );
  return problems > 0 ? 1 : 0;
}

/** An error of the cluster in the operator's language. */
export function inWords(error: unknown): never {
  if (error instanceof AppError) throw new CommandError(error.say[language]);
  throw error;
}
