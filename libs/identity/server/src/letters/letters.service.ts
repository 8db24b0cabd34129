import { Injectable } from '@nestjs/common';
import { Mailer, type Ctx, type Locale, type Tx } from '@wutong/core-server';
import { ROLES } from '../access/roles';
import type { Invitation } from '../invitation/invitation.entity';
import type { Organisation } from '../organisation/organisation.entity';
import type { User } from '../user/user.entity';

interface Letter {
  subject: string;
  paragraphs: string[];
}

/** The letters with which people prove who they are. Each holds one link; its token is nowhere else in the clear. */
@Injectable()
export class LettersService {
  constructor(private readonly mailer: Mailer) {}

  async verifyEmail(ctx: Ctx, tx: Tx, user: User, token: string): Promise<void> {
    const link = this.mailer.link(`/verify-email?token=${token}`);
    await this.send(ctx, tx, user.email, user.locale, user.id, {
      en: {
        subject: 'Confirm your e-mail address',
        paragraphs: [
          `Dear ${user.name},`,
          'welcome. Open this link to confirm that this address is yours; it is good for three days:',
          link,
          'If you did not register, do nothing: without the link the address is not used.',
        ],
      },
      'zh-CN': {
        subject: '请验证您的邮箱',
        paragraphs: [
          `${user.name}，您好：`,
          '欢迎注册。请在三天内打开以下链接，确认该邮箱归您使用：',
          link,
          '如果这不是您本人的操作，请忽略本邮件，该邮箱不会被启用。',
        ],
      },
    });
  }

  async resetPassword(ctx: Ctx, tx: Tx, user: User, token: string): Promise<void> {
    const link = this.mailer.link(`/reset-password?token=${token}`);
    await this.send(ctx, tx, user.email, user.locale, user.id, {
      en: {
        subject: 'Set a new password',
        paragraphs: [
          `Dear ${user.name},`,
          'somebody, you we hope, asked to set a new password for your account. The link is good once, for one hour:',
          link,
          'If it was not you, do nothing: your password stays as it is.',
        ],
      },
      'zh-CN': {
        subject: '重设您的密码',
        paragraphs: [
          `${user.name}，您好：`,
          '我们收到了为您的账号重设密码的请求。请在一小时内打开以下链接，链接仅可使用一次：',
          link,
          '如果这不是您本人的操作，请忽略本邮件，您的密码不会改变。',
        ],
      },
    });
  }

  /** In the language of whoever invites, as the one invited may not have an account yet. */
  async invitation(ctx: Ctx, tx: Tx, invitation: Invitation, organisation: Organisation, token: string): Promise<void> {
    const link = this.mailer.link(`/invitation?token=${token}`);
    const roles = (locale: Locale): string[] => invitation.roles.map((role) => ROLES[role].name[locale]);
    await this.send(ctx, tx, invitation.email, ctx.locale, null, {
      en: {
        subject: `${invitation.invitedByName} invites you to ${organisation.nameEn}`,
        paragraphs: [
          'Hello,',
          `${invitation.invitedByName} invites you to join ${organisation.nameEn} as ${roles('en').join(', ')}.`,
          'Open this link to accept; it is good once, for a week:',
          link,
          'If you do not know what this is about, do nothing.',
        ],
      },
      'zh-CN': {
        subject: `${invitation.invitedByName}邀请您加入${organisation.nameZh}`,
        paragraphs: [
          '您好：',
          `${invitation.invitedByName}邀请您以“${roles('zh-CN').join('、')}”的身份加入${organisation.nameZh}。`,
          '请在七天内打开以下链接接受邀请，链接仅可使用一次：',
          link,
          '如果您不了解此事，请忽略本邮件。',
        ],
      },
    });
  }

  private async send(
    ctx: Ctx, tx: Tx, to: string, locale: Locale, userId: string | null, words: Record<Locale, Letter>,
  ): Promise<void> {
    const { subject, paragraphs } = words[locale];
    await this.mailer.send(ctx, tx, { to, locale, userId, subject, body: paragraphs.join('\n\n') });
  }
}
