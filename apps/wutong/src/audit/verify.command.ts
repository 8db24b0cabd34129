import { AuditChain, type AuditProblem } from '@wutong/core-server';
import type { Settings } from '../settings';
import { CommandError, print, say } from '../terminal';
import { withApp } from '../with-app';

const problems: Record<AuditProblem, () => string> = {
  changed: () => say('its text is not what was sealed', '内容与封存时不符'),
  missing: () => say('the entry is gone', '记录已丢失'),
  gap: () => say('a link of the chain is gone', '链上缺少一环'),
  'never-sealed': () => say('it stands outside the chain', '记录未入链'),
  cut: () => say('the noted head is not in the chain', '链中没有所记录的末端'),
};

/**
 * Proves that the audit log is what was written: every entry's hash follows from the one before. `noted`, printed by an
 * earlier run and kept elsewhere (`seq:hash`), proves too that the end was not cut off.
 */
export async function auditVerifyCommand(settings: Settings, noted: string | undefined): Promise<void> {
  const expected = noted === undefined ? undefined : parseHead(noted);
  const verdict = await withApp(settings, (app) => app.get(AuditChain, { strict: false }).verify(new Date(), expected));
  if (verdict.broken) {
    const { seq, entryId, problem } = verdict.broken;
    const what = problems[problem]();
    throw new CommandError(
      say(
        `The audit log was tampered with at link ${seq} (entry ${entryId}): ${what}.`,
        `审计日志在第 ${seq} 环（记录 ${entryId}）被改动：${what}。`,
      ),
    );
  }
  const { sealed, unsealed } = verdict;
  print(
    say(
      `The audit log is whole: ${sealed} entries proved, ${unsealed} newer ones not yet sealed.`,
      `审计日志完整：已验证 ${sealed} 条，另有 ${unsealed} 条新记录尚未封存。`,
    ),
  );
  if (!verdict.head) return;
  const head = `${verdict.head.seq}:${verdict.head.hash}`;
  print(say(`Head to keep elsewhere: ${head}`, `请另行保存链末端：${head}`));
}

function parseHead(text: string): { seq: bigint; hash: string } {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) {
    throw new CommandError(
      say('--head is written as number:hash, as this command prints it.', '--head 的格式为“序号:哈希”，与本命令的输出一致。'),
    );
  }
  return { seq: BigInt(seq), hash };
}
