import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Actor, Ctx } from '../context/ctx';
import { declare, declaredHandlers, type DeclaredHandler } from '../jobs/declared-handlers';
import type { Subject } from './topic';

const CAN_OPEN = Symbol('can-open');

/**
 * The method tells which of these subjects the viewer may open: ids in, allowed ids out. Most often one line through
 * row-level security: `db.read(ctx, (tx) => tx.query('select id from x where id = any($1)', [ids]))`.
 */
export function CanOpen(subjectType: string) {
  const decorate = declare(CAN_OPEN, subjectType);
  return <H extends (ctx: Ctx, ids: readonly string[]) => Promise<readonly string[]>>(
    target: object,
    method: string | symbol,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => decorate(target, method, descriptor);
}

/** Whether a reader may open what a notification is about; asked when it is made, mailed and listed. */
@Injectable()
export class OpenCheck implements OnModuleInit {
  private readonly checks = new Map<string, DeclaredHandler<string>>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const check of declaredHandlers<string>(this.discovery, this.scanner, CAN_OPEN)) {
      const other = this.checks.get(check.declaration);
      if (other) throw new Error(`Both ${other.name} and ${check.name} say who may open a ${check.declaration}`);
      this.checks.set(check.declaration, check);
    }
  }

  knows(subjectType: string): boolean {
    return this.checks.has(subjectType);
  }

  /** The ids, of subjects of one type, which this viewer may open. */
  async open(ctx: Ctx, subjectType: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const check = this.checks.get(subjectType);
    if (!check || ids.length === 0) return new Set();
    return new Set(await (check.call as (ctx: Ctx, ids: readonly string[]) => Promise<readonly string[]>)(ctx, ids));
  }

  /** True when the person may open the subject in one of their memberships. */
  async openAsAny(ctx: Ctx, actors: readonly Actor[], subject: Subject): Promise<boolean> {
    for (const actor of actors) {
      if (subject.organisationId !== null && actor.conflicts.includes(subject.organisationId)) return false;
    }
    for (const actor of actors) {
      if ((await this.open({ ...ctx, actor }, subject.type, [subject.id])).has(subject.id)) return true;
    }
    return false;
  }
}
