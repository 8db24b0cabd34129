import { Injectable } from '@nestjs/common';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Audit, Database, notFound, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { idField } from '../fields';
import { say } from '../say';
import { AdmissionService } from '../session/admission.service';
import { asSystem, asUser } from '../session/as-system';
import type { SignedIn } from '../session/sign-in.results';
import type { Visit } from '../visit/visit';

/** A person of the demo centre whom anybody may become with one click. */
@ObjectType()
export class DemoPerson {
  @Field(() => ID)
  userId: string;

  @Field(() => String)
  name: string;

  /** What this person does, in the viewer's language. */
  @Field(() => String)
  title: string;

  /** The organisation's name, in the viewer's language. */
  @Field(() => String)
  organisation: string;

  @Field(() => [String])
  roles: string[];
}

/** As the demo loader writes it. */
export interface NewDemoPerson {
  userId: string;
  titleZh: string;
  titleEn: string;
}

interface Row {
  user_id: string;
  name: string;
  title_zh: string;
  title_en: string;
  name_zh: string;
  name_en: string;
  roles: string[];
}

/**
 * One-click sign-in for the demo centre. It rests on one row that the demo loader writes into the database, together
 * with the list of people it is good for; where that row is not, nobody is signed in without a password.
 */
@Injectable()
export class DemoService {
  constructor(
    private readonly db: Database,
    private readonly admission: AdmissionService,
    private readonly audit: Audit,
  ) {}

  /** For the demo loader: from now on this is the demo centre, and these people are offered in this order. */
  async open(ctx: Ctx, people: readonly NewDemoPerson[]): Promise<void> {
    await this.db.write(asSystem(ctx), async (tx) => {
      await tx.query(`insert into demo_centre (loaded_at) values ($1) on conflict do nothing`, [ctx.now]);
      for (const [position, person] of people.entries()) {
        await tx.query(
          `insert into demo_person (user_id, position, title_zh, title_en) values ($1, $2, $3, $4)
           on conflict (user_id) do update set position = excluded.position`,
          [person.userId, position, person.titleZh, person.titleEn],
        );
      }
    });
  }

  /** Whom one may become; nobody where the demo centre is not loaded. */
  async people(ctx: Ctx): Promise<DemoPerson[]> {
    const rows = await this.db.read(asSystem(ctx), (tx) => this.find(tx, null));
    return rows.map((row) => ({
      userId: row.user_id,
      name: row.name,
      title: say(ctx, row.title_en, row.title_zh),
      organisation: say(ctx, row.name_en, row.name_zh),
      roles: row.roles,
    }));
  }

  async signIn(ctx: Ctx, visit: Visit, userId: string): Promise<SignedIn> {
    const input = parse(ctx, z.object({ userId: idField }), { userId });
    const [person] = await this.db.read(asSystem(ctx), (tx) => this.find(tx, input.userId));
    if (!person) throw notFound();
    return this.admission.admit(ctx, visit, person.user_id, {
      also: async (tx) => {
        // Asked again in the transaction that lets in: the demo may have been taken away meanwhile.
        if ((await this.find(tx, person.user_id)).length === 0) throw notFound();
        await this.audit.record(asUser(ctx, { id: person.user_id, name: person.name }), tx, {
          action: 'session.openDemo', subjectType: 'user', subjectId: person.user_id, organisationId: null,
        });
      },
    });
  }

  private async find(tx: Tx, userId: string | null): Promise<Row[]> {
    return tx.query<Row>(
      `select p.user_id, u.name, p.title_zh, p.title_en, o.name_zh, o.name_en, m.roles
       from demo_centre d
       join demo_person p on p.centre = d.singleton
       join app_user u on u.id = p.user_id and u.state = 'active'
       join lateral (select * from membership m where m.user_id = u.id and m.state = 'active'
                     order by m.created_at, m.id limit 1) m on true
       join organisation o on o.id = m.organisation_id and o.state = 'active'
       where $1::uuid is null or p.user_id = $1
       order by p.position, p.user_id`,
      [userId],
    );
  }
}
