import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { mailHtml } from './mail-html';

/** What the environment says of mail. */
export interface MailSettings {
  /** `smtp://user:password@host:port`; null: no mail leaves the house. */
  readonly smtpUrl: string | null;
  /** The sender, as `Name <address>`. */
  readonly from: string;
  /** Where people reach the portal: what links in mails begin with. */
  readonly publicUrl: string;
}

/** Reads SMTP_URL, MAIL_FROM and PUBLIC_URL. */
export function mailSettings(env: NodeJS.ProcessEnv = process.env): MailSettings {
  return {
    smtpUrl: env['SMTP_URL'] || null,
    from: env['MAIL_FROM'] || '梧桐 Wutong <no-reply@wutong.invalid>',
    publicUrl: (env['PUBLIC_URL'] || `http://localhost:${env['PORT'] || 3000}`).replace(/\/+$/, ''),
  };
}

export interface OutgoingMail {
  readonly id: string;
  readonly address: string;
  readonly subject: string;
  readonly body: string;
}

/** Carries mails to the SMTP server that SMTP_URL names. */
@Injectable()
export class MailTransport implements OnApplicationShutdown {
  private transporter: Transporter | undefined;
  private usedUrl: string | undefined;

  /** False where there is no server to carry mails to. */
  get works(): boolean {
    return mailSettings().smtpUrl !== null;
  }

  /**
   * Throws when the server does not take it. A mail sent twice, after a crash, has the same Message-ID, by which
   * mailboxes know that it is one.
   */
  async send(mail: OutgoingMail): Promise<void> {
    const { smtpUrl, from, publicUrl } = mailSettings();
    if (smtpUrl === null) throw new Error('SMTP_URL is not set');
    await this.to(smtpUrl).sendMail({
      from,
      to: mail.address,
      subject: mail.subject,
      text: mail.body,
      html: mailHtml(mail.subject, mail.body),
      messageId: `<${mail.id}@${new URL(publicUrl).hostname}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }

  onApplicationShutdown(): void {
    this.transporter?.close();
  }

  private to(url: string): Transporter {
    if (!this.transporter || this.usedUrl !== url) {
      this.transporter?.close();
      this.transporter = createTransport(url, { pool: true } as object);
      this.usedUrl = url;
    }
    return this.transporter;
  }
}
