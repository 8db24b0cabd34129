import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, invalid, notFound, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { GpuClass, GpuClassFactor } from './gpu-class.entity';

const classSchema = z.object({
  code: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}$/),
  name: z.string().trim().min(1).max(60),
  memoryGib: z.int().min(1).max(100_000),
  factorMilli: z.int().min(1).max(1_000_000),
  source: z.string().trim().min(1).max(400),
});
const factorSchema = z.object({
  gpuClass: z.string(),
  factorMilli: z.int().min(1).max(1_000_000),
  validFrom: z.date(),
  source: z.string().trim().min(1).max(400),
});

export type NewGpuClass = z.input<typeof classSchema>;
export type NewGpuClassFactor = z.input<typeof factorSchema>;

/**
 * The GPU classes that the centre deals in, and how an hour on each compares with an hour on the reference class. A
 * factor holds from its moment on; earlier versions stay, so that what was decided with them can be explained.
 */
@Injectable()
export class GpuClassService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  list(ctx: Ctx): Promise<GpuClass[]> {
    return this.database.read(ctx, (tx) => tx.of(GpuClass).find({ order: { code: 'ASC' } }));
  }

  /** Every version of the factors of these classes, newest first. */
  factors(ctx: Ctx, gpuClasses: readonly string[]): Promise<GpuClassFactor[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(GpuClassFactor).createQueryBuilder('f').where('f.gpu_class = any(:gpuClasses)', { gpuClasses })
        .orderBy('f.valid_from', 'DESC').getMany(),
    );
  }

  async create(ctx: Ctx, input: NewGpuClass): Promise<GpuClass> {
    const { code, name, memoryGib, factorMilli, source } = parse(ctx, classSchema, input);
    return this.database.command(ctx, 'createGpuClass', input, async (tx) => {
      if (await tx.of(GpuClass).existsBy({ code })) {
        throw conflict('GPU_CLASS_EXISTS', 'This GPU class is there already.', '该 GPU 型号已存在。', { code });
      }
      const gpuClass = tx.of(GpuClass).create({ code, name, memoryGib, createdAt: ctx.now });
      await tx.insert(GpuClass, gpuClass);
      await tx.insert(GpuClassFactor, {
        gpuClass: code, version: 1, factorMilli, validFrom: ctx.now, source, setByName: ctx.actor.name, setAt: ctx.now,
      });
      await this.record(ctx, tx, 'gpuClass.create', code, { name, memoryGib, factorMilli });
      return gpuClass;
    });
  }

  /** Adds a version of the factor; it holds from `validFrom`, which may not lie before the version in force. */
  async setFactor(ctx: Ctx, input: NewGpuClassFactor): Promise<GpuClassFactor> {
    const { gpuClass, factorMilli, validFrom, source } = parse(ctx, factorSchema, input);
    return this.database.command(ctx, 'setGpuClassFactor', input, async (tx) => {
      const [last] = await tx.of(GpuClassFactor).find({ where: { gpuClass }, order: { version: 'DESC' }, take: 1 });
      if (!last) throw notFound();
      if (validFrom < ctx.now || validFrom <= last.validFrom) {
        throw invalid(
          'validFrom', 'A factor can only hold from now on, and later than the version before it.',
          '换算系数只能从现在起生效，且须晚于上一版本的生效时间。',
        );
      }
      const factor = tx.of(GpuClassFactor).create({
        gpuClass, version: last.version + 1, factorMilli, validFrom, source, setByName: ctx.actor.name, setAt: ctx.now,
      });
      await tx.insert(GpuClassFactor, factor);
      await this.record(ctx, tx, 'gpuClass.setFactor', gpuClass, { factorMilli, validFrom });
      return factor;
    });
  }

  private record(ctx: Ctx, tx: Tx, action: string, code: string, after: Record<string, unknown>): Promise<void> {
    return this.audit.record(ctx, tx, { action, subjectType: 'gpuClass', subjectId: code, organisationId: null, after });
  }
}

/** An amount of GPU time of a class in hours of the reference class, as valued at `ctx.now`; rounded to the nearest. */
export async function normalised(ctx: Ctx, tx: Tx, gpuClass: string, amountMh: bigint): Promise<bigint> {
  const [row] = await tx.query<{ factor_milli: number }>(
    `select factor_milli from gpu_class_factor where gpu_class = $1 and valid_from <= $2 order by valid_from desc limit 1`,
    [gpuClass, ctx.now],
  );
  if (!row) throw notFound();
  return (amountMh * BigInt(row.factor_milli) + 500n) / 1000n;
}
