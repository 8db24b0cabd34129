import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UsageIngestService, type UsageReport } from '@wutong/compute-server';
import { Clock, systemCtx } from '@wutong/core-server';
import { CommandError, language, print, say, step, tell } from '../terminal';
import type { Settings } from '../settings';
import { withApp } from '../with-app';

/** Reads a file of accounting records into the installation's database; gives the exit code. */
export async function meterImportCommand(
  settings: Settings, file: string, options: { cluster?: string; timeZone?: string },
): Promise<number> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(say(`${file} cannot be read: ${error.message}`, `无法读取 ${file}：${error.message}`));
  });
  const report = await withApp(settings, (app) =>
    step(say('Reading the records', '正在导入记录'), () => {
      const ctx = { ...systemCtx(app.get(Clock).now(), 'meter'), locale: language };
      const usage = app.get(UsageIngestService, { strict: false });
      const source = { source: basename(file), ...options };
      return isJson(bytes) ? usage.importJson(ctx, bytes.toString('utf8'), source) : usage.importSacct(ctx, bytes, source);
    }),
  );
  return tellReport(report);
}

function tellReport(report: UsageReport): number {
  const { records, added, updated, unchanged, parked, passedOver, problemCount, problems } = report;
  for (const { line, field, message } of problems) {
    tell(say(`line ${line}${field ? `, ${field}` : ''}: ${message}`, `第 ${line} 行${field ? `，${field}` : ''}：${message}`));
  }
  print(
    say(
      `${records} runs on GPUs: ${added} new, ${updated} updated, ${unchanged} known, ${parked} parked; ${passedOver} without GPU time; ${problemCount} problems.`,
      `GPU 作业 ${records} 个：新增 ${added}，更新 ${updated}，已有 ${unchanged}，待认领 ${parked}；无 GPU 用量 ${passedOver}；问题 ${problemCount}。`,
    ),
  );
  if (parked > 0) {
    tell(say('Parked runs count once an operator says whose account it is.', '待认领的作业在运营人员确认账户归属后计入。'));
  }
  return problemCount > 0 ? 1 : 0;
}

function isJson(bytes: Buffer): boolean {
  return /^(?:\uFEFF)?\s*\{/.test(bytes.subarray(0, 64).toString('utf8'));
}
