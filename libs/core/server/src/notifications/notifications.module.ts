import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { OpenCheck } from './can-open';
import { Inbox } from './inbox';
import { MailTransport } from './mail-transport';
import { Mailer } from './mailer';
import { Mails } from './mails';
import { NotificationSettingsService } from './notification-settings';
import { Notifications } from './notifications';
import { NotificationsResolver } from './notifications.resolver';

/** Needs `People`, which identity provides for everybody. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    OpenCheck, Notifications, Mailer, MailTransport, Inbox, Mails, NotificationSettingsService, NotificationsResolver,
  ],
  exports: [Notifications, Mailer],
})
export class NotificationsModule {}
