import { Injectable } from '@nestjs/common';
import { CanOpen, Database, defineTopic, Job, Notifications, type Ctx } from '@wutong/core-server';
import { dayOf } from '../telemetry/telemetry-ingest.service';
import { wasteFindingWorkflow } from './waste-finding.workflow';
import { DIGEST } from './waste.queries';

declare module '@wutong/core-server' {
  interface JobMap {
    'waste.digest': Record<string, never>;
  }
}

interface Digest {
  organisationId: string;
  findings: number;
  lostFen: bigint;
  lostMh: bigint;
  topId: string;
}

const yuan = (fen: bigint): string => (Number(fen / 100n)).toLocaleString('en');
const hours = (mh: bigint): string => (Number(mh / 1000n)).toLocaleString('en');

const TOPIC = defineTopic<Pick<Digest, 'findings' | 'lostFen' | 'lostMh'>>('waste.digest', {
  label: { en: 'Weekly advice on GPU use', 'zh-CN': '算力效率周报' },
  title: {
    en: ({ findings, lostFen }) => `GPU use: ${findings} findings, ¥${yuan(lostFen)} to save`,
    'zh-CN': ({ findings, lostFen }) => `算力效率周报：${findings} 项发现，可节省约 ¥${yuan(lostFen)}`,
  },
  body: {
    en: ({ lostMh }) => `${hours(lostMh)} GPU-hours of the last weeks were held and not put to use. Each finding has its evidence and what to do about it; what is expected you can say so.`,
    'zh-CN': ({ lostMh }) => `近期约有 ${hours(lostMh)} 卡时被占用但未有效使用。每项发现均附证据与建议；如属预期情况，可在页面中说明。`,
  },
  link: () => '/compute/efficiency',
  mail: 'immediate',
});

/** One letter a week to each tenant, of all that is open; nothing of grants that have ended or of what was answered. */
@Injectable()
export class WasteDigest {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  @CanOpen(wasteFindingWorkflow.name)
  async canOpen(ctx: Ctx, ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.read(ctx, (tx) => tx.query<{ id: string }>(`select id from waste_finding where id = any($1)`, [ids]));
    return rows.map(({ id }) => id);
  }

  /** Mondays; a second run on the same day tells nobody again. */
  @Job('waste.digest', { cron: '0 9 * * 1' })
  async send(ctx: Ctx): Promise<void> {
    await this.database.write(ctx, async (tx) => {
      for (const { organisationId, topId, ...params } of await tx.query<Digest>(DIGEST)) {
        await this.notifications.notify(ctx, tx, TOPIC, params, {
          to: [{ roles: ['founder', 'member'], organisationId }], key: `${organisationId}:${dayOf(ctx.now)}`,
          subject: { type: wasteFindingWorkflow.name, id: topId, organisationId },
        });
      }
    });
  }
}
