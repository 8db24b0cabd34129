import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../access/allow';
import { CurrentCtx } from '../access/current-ctx';
import type { Ctx } from '../context/ctx';
import { PageArgs, type Page } from '../graphql/connection';
import { Inbox, NotificationConnection, type Notification } from './inbox';
import { MailConnection, Mails, type Mail } from './mails';
import { NotificationSettings, NotificationSettingsService } from './notification-settings';
import type { MailMode } from './topic';

@Resolver()
export class NotificationsResolver {
  constructor(
    private readonly inbox: Inbox,
    private readonly settings: NotificationSettingsService,
    private readonly mails: Mails,
  ) {}

  @Query(() => NotificationConnection, { description: 'One’s own notifications, newest first.' })
  @Allow('notification.read')
  notifications(@CurrentCtx() ctx: Ctx, @Args() page: PageArgs): Promise<Page<Notification>> {
    return this.inbox.list(ctx, page);
  }

  @Query(() => Int, { description: 'How many of one’s notifications are unread; may be asked every few seconds.' })
  @Allow('notification.read')
  unreadNotifications(@CurrentCtx() ctx: Ctx): Promise<number> {
    return this.inbox.unread(ctx);
  }

  @Mutation(() => Int, { description: 'Marks these, or without ids all, as read. Gives how many remain unread.' })
  @Allow('notification.read')
  markNotificationsRead(
    @CurrentCtx() ctx: Ctx,
    @Args('ids', { type: () => [ID], nullable: true }) ids?: string[] | null,
  ): Promise<number> {
    return this.inbox.markRead(ctx, ids ?? null);
  }

  @Query(() => NotificationSettings, { description: 'What one wants to be told, how, and when.' })
  @Allow('notification.read')
  notificationSettings(@CurrentCtx() ctx: Ctx): Promise<NotificationSettings> {
    return this.settings.mine(ctx);
  }

  @Mutation(() => NotificationSettings, { description: 'Chooses how to be told of one topic.' })
  @Allow('notification.read')
  setNotificationTopic(
    @CurrentCtx() ctx: Ctx,
    @Args('topic', { type: () => String }) topic: string,
    @Args('inApp', { type: () => Boolean }) inApp: boolean,
    @Args('mail', { type: () => String, description: '`immediate`, `daily` or `off`' }) mail: string,
  ): Promise<NotificationSettings> {
    return this.settings.setTopic(ctx, { topic, inApp, mail: mail as MailMode });
  }

  @Mutation(() => NotificationSettings, { description: 'Chooses quiet hours and the digest’s hour, each `HH:MM`.' })
  @Allow('notification.read')
  setNotificationHours(
    @CurrentCtx() ctx: Ctx,
    @Args('digestAt', { type: () => String }) digestAt: string,
    @Args('quietFrom', { type: () => String, nullable: true }) quietFrom?: string | null,
    @Args('quietTo', { type: () => String, nullable: true }) quietTo?: string | null,
  ): Promise<NotificationSettings> {
    return this.settings.setHours(ctx, { digestAt, quietFrom: quietFrom ?? null, quietTo: quietTo ?? null });
  }

  @Query(() => MailConnection, { description: 'The portal’s mails, newest first, without their text.' })
  @Allow('mail.read')
  mailList(
    @CurrentCtx() ctx: Ctx,
    @Args() page: PageArgs,
    @Args('state', { type: () => String, nullable: true }) state?: string | null,
  ): Promise<Page<Mail>> {
    return this.mails.list(ctx, page, state ?? null);
  }

  @Mutation(() => String, {
    description: 'The text of a mail that was kept, as no mail server is set. A mutation: each reading is recorded.',
  })
  @Allow('mail.read')
  readKeptMail(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<string> {
    return this.mails.read(ctx, id);
  }
}
