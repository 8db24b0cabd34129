import { Injectable } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { z } from 'zod';
import type { Ctx } from '../context/ctx';
import { Database } from '../database/database';
import type { Tx } from '../database/tx';
import { invalid } from '../errors/app-error';
import { parse } from '../errors/parse';
import { userOf } from './inbox';
import { hoursOf, type HoursRow } from './notification-settings.queries';
import { allTopics, MAIL_MODES, topicNamed, type MailMode } from './topic';

@ObjectType()
export class NotificationTopicSetting {
  @Field(() => String)
  topic: string;

  @Field(() => String)
  label: string;

  @Field(() => Boolean)
  inApp: boolean;

  /** `immediate`, `daily` or `off`. */
  @Field(() => String)
  mail: MailMode;

  /** What must be told cannot be turned off. */
  @Field(() => Boolean)
  always: boolean;
}

@ObjectType()
export class NotificationSettings {
  @Field(() => [NotificationTopicSetting])
  topics: NotificationTopicSetting[];

  /** `HH:MM` in one's own zone; no mails from then until `quietTo`. Null: no quiet hours. */
  @Field(() => String, { nullable: true })
  quietFrom: string | null;

  @Field(() => String, { nullable: true })
  quietTo: string | null;

  /** When the daily digest goes out. */
  @Field(() => String)
  digestAt: string;
}

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const TopicInput = z.object({ topic: z.string(), inApp: z.boolean(), mail: z.enum(MAIL_MODES) });
const HoursInput = z.object({ quietFrom: time.nullable(), quietTo: time.nullable(), digestAt: time });

/** A person's own choice: of each topic whether and how, and at which hours mail may come. */
@Injectable()
export class NotificationSettingsService {
  constructor(private readonly database: Database) {}

  mine(ctx: Ctx): Promise<NotificationSettings> {
    return this.database.read(ctx, (tx) => this.read(ctx, tx));
  }

  /** Of an unknown topic, or off for one that must be told: INVALID_INPUT. */
  async setTopic(ctx: Ctx, input: z.input<typeof TopicInput>): Promise<NotificationSettings> {
    const { topic, inApp, mail } = parse(ctx, TopicInput, input);
    const found = topicNamed(topic);
    if (!found) throw invalid('topic', 'There is no such topic. Reload the page.', '没有这个通知主题，请刷新页面。');
    if (found.always && (!inApp || mail === 'off')) {
      throw invalid('mail', 'You must be told of this; it cannot be turned off.', '此类通知必须送达，无法关闭。');
    }
    return this.database.write(ctx, async (tx) => {
      await tx.query(
        `insert into notification_setting (user_id, topic, in_app, mail) values ($1, $2, $3, $4)
         on conflict (user_id, topic) do update set in_app = excluded.in_app, mail = excluded.mail`,
        [userOf(ctx), topic, inApp, mail],
      );
      return this.read(ctx, tx);
    });
  }

  /** Both ends of the quiet hours or none, and not the same. */
  async setHours(ctx: Ctx, input: z.input<typeof HoursInput>): Promise<NotificationSettings> {
    const { quietFrom, quietTo, digestAt } = parse(ctx, HoursInput, input);
    if ((quietFrom === null) !== (quietTo === null) || (quietFrom !== null && quietFrom === quietTo)) {
      throw invalid('quietTo', 'Give a beginning and an end that differ, or neither.', '请同时填写不同的开始与结束时间，或均不填写。');
    }
    return this.database.write(ctx, async (tx) => {
      await tx.query(
        `insert into notification_hours (user_id, quiet_from, quiet_to, digest_at) values ($1, $2, $3, $4)
         on conflict (user_id) do update
         set quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, digest_at = excluded.digest_at`,
        [userOf(ctx), quietFrom, quietTo, digestAt],
      );
      return this.read(ctx, tx);
    });
  }

  private async read(ctx: Ctx, tx: Tx): Promise<NotificationSettings> {
    const userId = userOf(ctx);
    const chosen = await tx.query<{ topic: string; in_app: boolean; mail: MailMode }>(
      `select topic, in_app, mail from notification_setting where user_id = $1`,
      [userId],
    );
    const [hours] = await tx.query<HoursRow>(
      `select quiet_from, quiet_to, digest_at from notification_hours where user_id = $1`,
      [userId],
    );
    const byTopic = new Map(chosen.map((row) => [row.topic, row]));
    const topics = allTopics().map((topic): NotificationTopicSetting => {
      const own = byTopic.get(topic.name);
      return {
        topic: topic.name,
        label: topic.label[ctx.locale],
        inApp: own?.in_app ?? true,
        mail: own?.mail ?? topic.mail ?? 'immediate',
        always: topic.always ?? false,
      };
    });
    return { topics, ...hoursOf(hours) };
  }
}
