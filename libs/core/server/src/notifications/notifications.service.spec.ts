import { randomUUID } from 'node:crypto';
import { Global, Injectable, Module } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { mailSink, testModule, type MailSink, type TestModule } from '@wutong/core-testing';
import type { Actor, Ctx } from '../context/ctx';
import { AuditLog } from '../audit/audit-log';
import { Database } from '../database/database';
import type { Tx } from '../database/tx';
import { CanOpen } from './can-open';
import { Inbox } from './inbox';
import { Mailer } from './mailer';
import { Mails } from './mails';
import { NotificationSettingsService } from './notification-settings';
import { Notifications, type NewNotification } from './notifications';
import { NotificationsModule } from './notifications.module';
import { People, type Reader, type RoleHolders } from './people';
import { defineTopic } from './topic';

const granted = defineTopic<{ hours: bigint; until: Date }>('spec.granted', {
  label: { en: 'Granted hours', 'zh-CN': '算力批复' },
  title: { en: ({ hours }) => `You have ${hours} hours`, 'zh-CN': ({ hours }) => `已批复 ${hours} 小时` },
  body: {
    en: ({ until }, format) => `Use them by ${format.date(until)}.`,
    'zh-CN': ({ until }, format) => `请于${format.date(until)}前使用。`,
  },
  link: (_, subject) => `/allocations/${subject?.id}`,
});
const vital = defineTopic<Record<string, never>>('spec.vital', {
  label: { en: 'Security', 'zh-CN': '安全提醒' },
  title: { en: () => 'New sign-in', 'zh-CN': () => '新的登录' },
  body: { en: () => 'Somebody signed in as you.', 'zh-CN': () => '您的账号有新的登录。' },
  always: true,
});

/** Who there is in this spec. */
class Directory extends People {
  readonly people = new Map<string, { reader: Reader; actors: Actor[] }>();

  holders(_tx: Tx, who: RoleHolders): Promise<string[]> {
    const inside = (actor: Actor): boolean =>
      'organisationId' in who
        ? actor.organisationId === who.organisationId
        : actor.organisationKind === who.organisationKind;
    const holds = (actor: Actor): boolean => inside(actor) && who.roles.some((role) => actor.roles.includes(role));
    return Promise.resolve([...this.people].filter(([, { actors }]) => actors.some(holds)).map(([id]) => id));
  }
  readers(_tx: Tx, ids: readonly string[]): Promise<Reader[]> {
    return Promise.resolve(ids.flatMap((id) => this.people.get(id)?.reader ?? []));
  }
  actors(_tx: Tx, ids: readonly string[]): Promise<Map<string, Actor[]>> {
    return Promise.resolve(new Map(ids.map((id) => [id, this.people.get(id)?.actors ?? []])));
  }
}
const directory = new Directory();

@Global()
@Module({ providers: [{ provide: People, useValue: directory }], exports: [People] })
class DirectoryModule {}

/** Cases whose rows row-level security guards. */
@Injectable()
class Allocations {
  constructor(private readonly database: Database) {}

  @CanOpen('spec_allocation')
  async canOpen(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.read(ctx, (tx) =>
      tx.query<{ id: string }>('select id from spec_allocation where id = any($1)', [ids]),
    );
    return rows.map(({ id }) => id);
  }
}

let rooms: TestModule;
let sink: MailSink;
let inbox: Inbox;
const page = { first: 20 };
const params = { hours: 412n, until: new Date('2026-12-31T10:00:00Z') };

beforeAll(async () => {
  sink = await mailSink();
  rooms = await testModule({ imports: [DirectoryModule, NotificationsModule], providers: [Allocations] });
  inbox = rooms.get(Inbox);
  await rooms.asOwner(`create table spec_allocation (id uuid primary key, organisation_id uuid not null)`);
  await rooms.asOwner(`call guard_rows('spec_allocation')`);
});
afterAll(async () => {
  await rooms?.close();
  await sink?.close();
});
beforeEach(() => {
  process.env['SMTP_URL'] = sink.url;
  process.env['PUBLIC_URL'] = 'https://wutong.example.cn';
});
afterEach(() => {
  delete process.env['SMTP_URL'];
  delete process.env['PUBLIC_URL'];
});

function person(over: Parameters<TestModule['ctx']>[0] = {}, email: string | null = `${randomUUID()}@example.cn`): Ctx {
  const ctx = rooms.ctx(over);
  const { actor, locale, timeZone } = ctx;
  const reader = { userId: actor.userId ?? '', name: actor.name, email, locale, timeZone };
  directory.people.set(reader.userId, { reader, actors: [actor] });
  return ctx;
}
const mailOf = (ctx: Ctx): string => directory.people.get(ctx.actor.userId ?? '')?.reader.email ?? '';
const later = (ctx: Ctx): Ctx => ({ ...ctx, now: rooms.clock.now() });

/** A case of the person's organisation, and all there is to say of it. */
async function allocationOf(ctx: Ctx): Promise<NewNotification & { subject: { id: string } }> {
  const [id, organisationId] = [randomUUID(), ctx.actor.organisationId ?? ''];
  await rooms.asOwner('insert into spec_allocation values ($1, $2)', [id, organisationId]);
  return { to: [{ userIds: [ctx.actor.userId ?? ''] }], subject: { type: 'spec_allocation', id, organisationId } };
}

async function tell(about: NewNotification, drain = true): Promise<void> {
  const ctx = rooms.ctx();
  await rooms.db.write(ctx, (tx) => rooms.get(Notifications).notify(ctx, tx, granted, params, about));
  if (drain) await rooms.drain();
}
const titles = async (ctx: Ctx): Promise<string[]> => (await inbox.list(ctx, page)).nodes.map(({ title }) => title);
const mailsTo = (ctx: Ctx): string[] =>
  sink.received.filter(({ to }) => to.includes(mailOf(ctx))).map(({ subject }) => subject);

test('a person is told in the portal and by mail, in their own language', async () => {
  const ctx = person({ locale: 'zh-CN', name: '林晓' });
  const about = await allocationOf(ctx);
  await tell(about);
  expect((await inbox.list(ctx, page)).nodes).toMatchObject([
    { title: '已批复 412 小时', body: '请于2026年12月31日前使用。', link: `/allocations/${about.subject.id}`, readAt: null },
  ]);
  const mail = await sink.mailTo(mailOf(ctx));
  expect(mail.subject).toBe('已批复 412 小时');
  expect(mail.text.replaceAll('\r\n', '\n')).toContain(
    `林晓，您好：\n\n请于2026年12月31日前使用。\nhttps://wutong.example.cn/allocations/${about.subject.id}\n`,
  );
  expect(mail.html).toContain(`href="https://wutong.example.cn/allocations/${about.subject.id}"`);
});

test('everybody who holds a role is told, whoever is named twice once, and nobody else', async () => {
  const organisationId = randomUUID();
  const [founder, member, other] = [
    person({ organisationId, roles: ['founder'] }),
    person({ organisationId, roles: ['member'] }),
    person({ roles: ['founder'] }),
  ];
  const { subject } = await allocationOf(founder);
  await tell({ to: [{ roles: ['founder'], organisationId }, { userIds: [founder.actor.userId ?? ''] }], subject });
  expect([await inbox.unread(founder), await inbox.unread(member), await inbox.unread(other)]).toEqual([1, 0, 0]);
});

test('one event tells a person once, however often it is delivered', async () => {
  const ctx = person();
  const about = { ...(await allocationOf(ctx)), key: 'event-1' };
  await tell(about);
  await tell(about);
  expect([await inbox.unread(ctx), mailsTo(ctx).length]).toEqual([1, 1]);
});

test('who may not open a thing is not told of it: another tenant, and staff with a conflict of interest', async () => {
  const owner = person();
  const about = await allocationOf(owner);
  const stranger = person();
  const staff = person({ organisationKind: 'centre', roles: ['screener'] });
  const conflicted = person({ organisationKind: 'centre', conflicts: [owner.actor.organisationId ?? ''] });
  const all = [owner, stranger, staff, conflicted];
  await tell({ ...about, to: [{ userIds: all.map(({ actor }) => actor.userId ?? '') }] });
  expect(await Promise.all(all.map((ctx) => inbox.unread(ctx)))).toEqual([1, 0, 1, 0]);
  expect(all.map((ctx) => mailsTo(ctx).length)).toEqual([1, 0, 1, 0]);
});

test('what a person may not open any more vanishes from the list, and no mail of it goes out', async () => {
  const ctx = person();
  await rooms.get(NotificationSettingsService).setTopic(ctx, { topic: 'spec.granted', inApp: true, mail: 'daily' });
  const { subject, to } = await allocationOf(ctx);
  await tell({ subject, to } as NewNotification);
  expect(await titles(ctx)).toHaveLength(1);
  await rooms.asOwner('delete from spec_allocation where id = $1', [subject.id]);
  expect(await titles(ctx)).toEqual([]);
  rooms.clock.advance({ days: 1 });
  await rooms.get(Mailer).gather(rooms.system());
  await rooms.drain();
  expect(mailsTo(ctx)).toEqual([]);
  const [mail] = await rooms.asOwner<{ state: string }>('select state from mail where address = $1', [mailOf(ctx)]);
  expect(mail?.state).toBe('withheld');
});

test('a daily digest gathers what is still unread, at its hour', async () => {
  const ctx = person();
  await rooms.get(NotificationSettingsService).setTopic(ctx, { topic: 'spec.granted', inApp: true, mail: 'daily' });
  for (let n = 0; n < 3; n++) await tell(await allocationOf(ctx));
  const [newest] = (await inbox.list(ctx, page)).nodes;
  expect(await inbox.markRead(later(ctx), [newest?.id ?? ''])).toBe(2);
  await rooms.get(Mailer).gather(rooms.system());
  expect(await rooms.drain()).toBe(0);
  rooms.clock.advance({ days: 1 });
  await rooms.get(Mailer).gather(rooms.system());
  await rooms.drain();
  expect(mailsTo(ctx)).toEqual(['2 new notifications from Wutong']);
});

test('mail waits for the end of the quiet hours', async () => {
  const ctx = person();
  const settings = rooms.get(NotificationSettingsService);
  await settings.setHours(ctx, { quietFrom: '00:00', quietTo: '23:59', digestAt: '09:00' });
  await tell(await allocationOf(ctx));
  expect([await inbox.unread(ctx), mailsTo(ctx).length]).toEqual([1, 0]);
  rooms.clock.advance({ days: 1 });
  await rooms.get(Mailer).gather(rooms.system());
  await rooms.drain();
  expect(mailsTo(ctx)).toEqual(['You have 412 hours']);
});

test('a topic can be turned off, but not one that must be told; each choice is one’s own', async () => {
  const [ctx, other] = [person(), person()];
  const settings = rooms.get(NotificationSettingsService);
  await settings.setTopic(ctx, { topic: 'spec.granted', inApp: false, mail: 'off' });
  await tell(await allocationOf(ctx));
  await tell(await allocationOf(other));
  expect([await inbox.unread(ctx), mailsTo(ctx).length, await inbox.unread(other)]).toEqual([0, 0, 1]);
  const refused = [
    ['mail', settings.setTopic(ctx, { topic: vital.name, inApp: true, mail: 'off' })],
    ['topic', settings.setTopic(ctx, { topic: 'x', inApp: true, mail: 'off' })],
    ['quietFrom', settings.setHours(ctx, { quietFrom: '25:00', quietTo: null, digestAt: '09:00' })],
    ['quietTo', settings.setHours(ctx, { quietFrom: '22:00', quietTo: null, digestAt: '09:00' })],
  ] as const;
  for (const [field, change] of refused) await expect(change).rejects.toMatchObject({ code: 'INVALID_INPUT', field });
  const mine = await settings.mine({ ...ctx, locale: 'zh-CN' });
  expect(mine.topics[0]).toEqual({ topic: 'spec.granted', label: '算力批复', inApp: false, mail: 'off', always: false });
});

test('nobody reads, counts or marks another’s notifications', async () => {
  const [ctx, other] = [person(), person()];
  await tell(await allocationOf(ctx));
  const [mine] = (await inbox.list(ctx, page)).nodes;
  expect(await titles(other)).toEqual([]);
  await inbox.markRead(other, [mine?.id ?? '']);
  await inbox.markRead(other, null);
  expect(await inbox.unread(ctx)).toBe(1);
  const rows = await rooms.db.read(other, (tx) => tx.query('select id from notification where id = $1', [mine?.id]));
  expect(rows).toEqual([]);
  expect(await inbox.markRead(ctx, null)).toBe(0);
});

test('nobody is told of what was rolled back', async () => {
  const ctx = person();
  const about = await allocationOf(ctx);
  const failed = rooms.db.write(ctx, async (tx) => {
    await rooms.get(Notifications).notify(ctx, tx, granted, params, about);
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect([await rooms.drain(), await inbox.unread(ctx)]).toEqual([0, 0]);
});

test('a subject that nobody guards is refused at once', async () => {
  const about = { to: [], subject: { type: 'unguarded', id: randomUUID(), organisationId: null } };
  await expect(tell(about)).rejects.toThrow("@CanOpen('unguarded')");
});

test('no mail goes to an address that is not verified', async () => {
  const ctx = person({}, null);
  await tell(await allocationOf(ctx));
  expect([await inbox.unread(ctx), await rooms.drain()]).toEqual([1, 0]);
});

test('while the mail server refuses, a mail is tried again, and it goes out once', async () => {
  const ctx = person();
  sink.refuse(true);
  await tell(await allocationOf(ctx), false);
  await rooms.drain({ keepFailures: true });
  expect(mailsTo(ctx)).toEqual([]);
  sink.refuse(false);
  await rooms.drain({ delayed: true });
  expect(mailsTo(ctx)).toEqual(['You have 412 hours']);
  const [mail] = await rooms.asOwner('select state, body from mail where address = $1', [mailOf(ctx)]);
  expect(mail).toEqual({ state: 'sent', body: null });
});

test('without a mail server an administrator can read what was not sent, and that is recorded', async () => {
  delete process.env['SMTP_URL'];
  const visitor = rooms.ctx({ kind: 'anonymous', organisationId: null, organisationKind: null, userId: null });
  const body = rooms.get(Mailer).link('/reset?t=1');
  const letter = { to: 'chen@example.cn', locale: 'zh-CN' as const, subject: '重置密码', body };
  const id = await rooms.db.write(visitor, (tx) => rooms.get(Mailer).send(visitor, tx, letter));
  expect(await rooms.db.read(visitor, (tx) => tx.query('select id from mail'))).toEqual([]);
  await rooms.drain();
  const admin = person({ organisationKind: 'centre', roles: ['administrator'] });
  const { nodes } = await rooms.get(Mails).list(admin, page, 'kept');
  expect(nodes).toMatchObject([{ id, address: 'chen@example.cn', subject: '重置密码', state: 'kept' }]);
  expect(await rooms.get(Mails).read(admin, id)).toBe('https://wutong.example.cn/reset?t=1');
  const seen = await rooms.get(AuditLog).list(admin, { subjectType: 'mail' }, page);
  expect(seen.nodes).toMatchObject([{ action: 'mail.see', subjectId: id, actorId: admin.actor.userId }]);
});

test('a mail that was sent can be read by nobody', async () => {
  const ctx = person();
  await tell(await allocationOf(ctx));
  const [mail] = await rooms.asOwner<{ id: string }>('select id from mail where address = $1', [mailOf(ctx)]);
  const admin = person({ organisationKind: 'centre', roles: ['administrator'] });
  await expect(rooms.get(Mails).read(admin, mail?.id ?? '')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
