import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { SMTPServerSession } from 'smtp-server';
import { decodeMail, type ReceivedMail } from './decode-mail';

export interface MailSink {
  /** smtp://127.0.0.1:port */
  readonly url: string;
  /** Everything received, oldest first. */
  readonly received: readonly ReceivedMail[];
  /** The newest mail to this address whose subject or text contains `about`; waits up to 10 s for it. */
  mailTo(address: string, about?: string): Promise<ReceivedMail>;
  /** From now on the server refuses every message for a passing reason, until called with false. */
  refuse(refusing: boolean): void;
  close(): Promise<void>;
}

/** A real SMTP server on a free port that keeps what it is sent. */
export async function mailSink(): Promise<MailSink> {
  const { SMTPServer } = await import('smtp-server');
  const received: ReceivedMail[] = [];
  const waiting = new Set<() => void>();
  let refusing = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      buffer(stream).then((source) => {
        if (refusing) return done(Object.assign(new Error('Try again later'), { responseCode: 451 }));
        received.push(decodeMail(source, envelope(session)));
        for (const wake of waiting) wake();
        done();
      }, done);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const find = (address: string, about: string): ReceivedMail | undefined =>
    received.findLast(({ to, subject, text }) => to.includes(address) && `${subject}\n${text}`.includes(about));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    mailTo: (address, about = '') =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`No mail to ${address}${about && ` about “${about}”`}; ${received.length} others came`));
        }, 10_000);
        const look = (): void => {
          const mail = find(address, about);
          if (!mail) return;
          clearTimeout(late);
          waiting.delete(look);
          resolve(mail);
        };
        waiting.add(look);
        look();
      }),
    refuse: (now) => (refusing = now),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function envelope(session: SMTPServerSession): { from: string; to: string[] } {
  const { mailFrom, rcptTo } = session.envelope;
  return { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
}
