import type { INestApplicationContext } from '@nestjs/common';
import {
  Clock, Database, Jobs, Timers, systemCtx, type Ctx, type OrganisationKind,
} from '@wutong/core-server';
import { AccountService, permissionsOf, type RoleName } from '@wutong/identity-server';
import { Random } from './random';

/** A person of the demo centre, who can act at any moment of the past. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly organisationId: string;
  readonly organisationKind: OrganisationKind;
  readonly roles: readonly RoleName[];
}

interface Step {
  readonly at: number;
  readonly order: number;
  readonly run: (now: Date) => Promise<void>;
}

export const DAY = 86_400_000;
const TICK = DAY;
/** How far back people still have what they were told. */
const TOLD_DAYS = 14;

/** The month in Shanghai so many before that of a moment, as 2026-10; below zero after it. */
export function monthsAgo(moment: Date, months: number): string {
  const local = new Date(moment.getTime() + DAY / 3);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - months, 1)).toISOString().slice(0, 7);
}

/** The midnight in Shanghai with which the day begins that is so many after that of a moment. */
export function midnight(moment: Date, daysAfter = 0): Date {
  const shift = DAY / 3;
  return new Date((Math.floor((moment.getTime() + shift) / DAY) + daysAfter) * DAY - shift);
}

/**
 * Where the story of the demo centre is played: every step at its own moment of the past, in order, by the services
 * that people use; in between, events are delivered and deadlines pass as they would have.
 */
export class Stage {
  readonly random: Random;
  private readonly steps: Step[] = [];
  private readonly playing: Step[] = [];
  private moment: Date;
  private active: ReadonlySet<string> | null = null;
  private readonly clock: Clock;

  constructor(
    private readonly app: INestApplicationContext,
    /** The moment at which the story ends: today. */
    readonly today: Date,
    seed: number,
  ) {
    this.random = new Random(seed);
    this.moment = today;
    this.clock = app.get(Clock);
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get(type as never, { strict: false });
  }

  /** So many days before today, in office hours in Shanghai. */
  daysAgo(days: number): Date {
    const morning = Math.floor(this.today.getTime() / DAY) * DAY + 1 * 3_600_000;
    return new Date(Math.min(morning - days * DAY + this.random.int(0, 8 * 60) * 60_000, this.today.getTime() - 60_000));
  }

  /** As `daysAgo`, but some minutes after the step before when that would come later the same day. */
  daysAgoAfter(days: number, before: Date | null): Date {
    const when = this.daysAgo(days);
    return before && when <= before ? new Date(before.getTime() + this.random.int(5, 40) * 60_000) : when;
  }

  /** Plans a step; also while the story is played, for a later moment. */
  at(when: Date, run: (now: Date) => Promise<void>): void {
    const step = { at: when.getTime(), order: this.steps.length, run };
    this.steps.push(step);
    const later = this.playing.findIndex((other) => other.at > step.at);
    this.playing.splice(later < 0 ? this.playing.length : later, 0, step);
  }

  /** What this person sends at this moment. */
  as(person: Person, now: Date): Ctx {
    return {
      actor: {
        kind: 'user', userId: person.userId, name: person.name, organisationId: person.organisationId,
        organisationKind: person.organisationKind, roles: person.roles, permissions: permissionsOf(person.roles), conflicts: [],
      },
      locale: 'zh-CN', timeZone: 'Asia/Shanghai', requestId: 'demo', now, idempotencyKey: null,
    };
  }

  system(now = this.moment): Ctx {
    return systemCtx(now, 'demo');
  }

  /** Whether an organisation's tenancy is active now: a start-up that has left asks for nothing. */
  async isActive(organisationId: string): Promise<boolean> {
    this.active ??= await this.get(Database).read(this.system(), async (tx) => {
      const rows = await tx.query<{ id: string }>(`select organisation_id as id from tenancy where state = 'active'`);
      return new Set(rows.map(({ id }) => id));
    });
    return this.active.has(organisationId);
  }

  /** To be called after whatever may have moved a tenancy. */
  tenanciesMoved(): void {
    this.active = null;
  }

  /** Opens an account as an accepted invitation would. */
  async person(
    at: Date, who: { name: string; latin: string; kind: OrganisationKind; roles: RoleName[] },
    organisation: string | { nameZh: string; nameEn: string; registrationId?: string | null },
  ): Promise<Person> {
    const ctx = this.system(at);
    const opened = await this.get(Database).write(ctx, (tx) =>
      this.get(AccountService).open(ctx, tx, {
        email: `${who.latin}@wutong.example`, name: who.name, locale: 'zh-CN', passwordHash: null, verified: true,
        roles: who.roles,
        organisation: typeof organisation === 'string'
          ? organisation
          : { kind: who.kind, names: { registrationId: null, ...organisation } },
      }),
    );
    if (!opened) throw new Error(`${who.latin} is there twice`);
    return {
      userId: opened.user.id, name: who.name, organisationId: opened.organisationId, organisationKind: who.kind, roles: who.roles,
    };
  }

  /** Plays everything that was planned, in the order of time. */
  async play(): Promise<void> {
    const real = this.clock.now.bind(this.clock);
    Object.assign(this.clock, { now: () => this.moment });
    try {
      let tick = 0;
      for (let step = this.playing.shift(); step; step = this.playing.shift()) {
        tick ||= step.at;
        for (; tick + TICK < step.at; tick += TICK) await this.settle(new Date(tick + TICK));
        this.moment = new Date(step.at);
        await step.run(this.moment);
      }
      for (; tick + TICK < this.today.getTime(); tick += TICK) await this.settle(new Date(tick + TICK));
      await this.settle(this.today);
    } finally {
      Object.assign(this.clock, { now: real });
    }
  }

  /** What people were told long ago they have read and put away: it need not be told again. */
  private async forgetNotices(): Promise<void> {
    await this.get(Database).write(this.system(), (tx) =>
      tx.query(`delete from pgboss.job where name = 'jobs' and state = 'created' and data ->> 'name' = 'notifications.tell'`),
    );
  }

  /** Delivers what was sent, and lets the deadlines pass that lie before this moment. */
  private async settle(moment: Date): Promise<void> {
    this.moment = moment;
    if (moment.getTime() < this.today.getTime() - TOLD_DAYS * DAY) await this.forgetNotices();
    await this.get(Jobs).drain();
    await this.get(Timers).runDue(moment);
    this.tenanciesMoved();
  }
}
