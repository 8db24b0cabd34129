import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  cloneDatabase, journey, mailSink, startApp, type Journey, type MailSink, type RunningApp, type Visitor,
} from '@wutong/core-testing';
import { PASSWORD } from './chapters';

const launcher = join(import.meta.dirname, '../../apps/wutong/bin/wutong.mjs');
const DAY = 86_400_000;

export interface Centre {
  readonly app: RunningApp;
  readonly mail: MailSink;
  readonly journey: Journey;
  /** Signed in as the centre's administrator. */
  readonly administrator: Visitor;
  /** Invites somebody, who follows the link in the letter; gives them signed in. */
  join(person: NewPerson): Promise<Visitor>;
  /** A command of `wutong` beside the running portal; gives what it printed. */
  command(...args: string[]): Promise<string>;
  close(): Promise<void>;
}

export interface NewPerson {
  email: string;
  name: string;
  roles: string[];
  /** The centre unless said otherwise. */
  organisationId?: string | null;
}

export interface CentreOptions {
  locale?: 'zh-CN' | 'en';
  /** Load the demo centre instead of an empty one with an administrator. */
  demo?: boolean;
}

/** The running portal with its worker, a mail server and a browser, and a centre that has nothing but an administrator. */
export async function openCentre(options: CentreOptions = {}): Promise<Centre> {
  const ends: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    const faults: unknown[] = [];
    for (const end of ends.splice(0).reverse()) {
      try {
        await end();
      } catch (fault) {
        faults.push(fault);
      }
    }
    if (faults.length > 0) throw faults[0];
  };
  try {
    return { ...(await begin(options, ends)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Puts into `ends` how each thing that runs is ended, in the order of their beginning. */
async function begin(
  { locale = 'en', demo = false }: CentreOptions, ends: (() => unknown)[],
): Promise<Omit<Centre, 'close'>> {
  const home = mkdtempSync(join(tmpdir(), 'wutong-journey-'));
  ends.push(() => rmSync(home, { recursive: true, force: true }));
  const mail = await mailSink();
  ends.push(() => mail.close());
  const database = await cloneDatabase();
  ends.push(() => database.drop());
  const email = 'gu@centre.example';
  const filesDir = join(home, 'files');
  const env = {
    ...process.env, DATABASE_URL: database.url, WUTONG_HOME: home, WUTONG_FILES_DIR: filesDir, WUTONG_LANG: 'en',
    WUTONG_ADMIN_EMAIL: email, WUTONG_ADMIN_PASSWORD: PASSWORD, WUTONG_ADMIN_NAME: '顾明远', WUTONG_CENTRE_NAME: '滨江大模型创新中心',
  };
  const command = async (...args: string[]): Promise<string> => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [launcher, ...args], { env });
    return stdout + stderr;
  };
  if (demo) await command('demo');
  else await command('admin', 'create');
  const app = await startApp({ database, portal: true, worker: true, env: { SMTP_URL: mail.url, WUTONG_FILES_DIR: filesDir } });
  ends.push(() => app.stop());
  const browser = await journey(app);
  ends.push(() => browser.finish());
  const headers = { 'accept-language': locale };
  const administrator = app.visitor(headers);
  if (!demo) await administrator.signIn(email, PASSWORD);
  return {
    app,
    mail,
    journey: browser,
    administrator,
    command,
    join: async ({ email: address, name, roles, organisationId = null }) => {
      await administrator.graphql('mutation ($input: InviteInput!) { invite(input: $input) { id } }', {
        input: { email: address, roles, organisationId },
      });
      const token = tokenIn((await mail.mailTo(address, '/invitation?token=')).text);
      const visitor = app.visitor(headers);
      const input = { token, name, password: PASSWORD, locale, timeZone: 'Asia/Shanghai' };
      await visitor.graphql('mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { __typename } }', { input });
      return visitor;
    },
  };
}

/** Path and token of the link in a letter. */
export function linkIn(text: string): string {
  const { pathname, search } = new URL(/https?:\/\/\S+/.exec(text)?.[0] ?? 'about:blank');
  return pathname + search;
}

function tokenIn(text: string): string {
  return new URL(linkIn(text), 'http://portal').searchParams.get('token') ?? '';
}

/** A round of admission that is open now. */
export async function openRound(lead: Visitor): Promise<void> {
  const at = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
  await lead.graphql('mutation ($input: OpenIntakeRoundInput!) { openIntakeRound(input: $input) { id } }', {
    input: { nameZh: '2026 年冬季批次', nameEn: 'Winter 2026', opensAt: at(-1), closesAt: at(60), endsAt: at(120), desks: 120 },
  });
}

/** What stands in a file of this kind: the smallest PDF that a reader opens. */
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n');
