import type { Tx } from '../database/tx';
import { USUAL_HOURS, type Hours } from './rhythm';
import type { MailMode, Topic } from './topic';

export interface Wish {
  readonly inApp: boolean;
  readonly mail: MailMode;
  readonly hours: Hours;
}

/** How each of these people wants to hear of a topic: what they chose, else what the topic says. */
export async function settingsOf(
  tx: Tx, topic: Topic<never>, userIds: readonly string[],
): Promise<(userId: string) => Wish> {
  const rows = await tx.query<{ user_id: string; in_app: boolean | null; mail: MailMode | null } & HoursRow>(
    `select u.user_id, s.in_app, s.mail, h.quiet_from, h.quiet_to, h.digest_at
     from unnest($2::uuid[]) as u (user_id)
     left join notification_setting s on s.user_id = u.user_id and s.topic = $1
     left join notification_hours h on h.user_id = u.user_id`,
    [topic.name, userIds],
  );
  const found = new Map(rows.map((row) => [row.user_id, row]));
  return (userId) => {
    const row = found.get(userId);
    const mail = row?.mail ?? topic.mail ?? 'immediate';
    return {
      inApp: topic.always ?? row?.in_app ?? true,
      mail: topic.always && mail === 'off' ? 'immediate' : mail,
      hours: hoursOf(row),
    };
  };
}

export interface HoursRow {
  quiet_from: string | null;
  quiet_to: string | null;
  digest_at: string | null;
}

export function hoursOf(row: HoursRow | undefined): Hours {
  if (!row?.digest_at) return USUAL_HOURS;
  return { quietFrom: row.quiet_from, quietTo: row.quiet_to, digestAt: row.digest_at };
}
