import { Injectable } from '@nestjs/common';
import { asSystem, Audit, Database, notFound, type Ctx } from '@wutong/core-server';
import { disputeCsv, disputeLetter, type Dispute } from './dispute-file';
import { Reconciliation, ReconciliationLine } from './reconciliation.entity';
import { behind } from './reconciliation-read.service';
import { zip } from './zip';

interface Names {
  nameZh: string;
  nameEn: string;
}

/** The file that goes to a supplier with a dispute: a letter, and the lines with our evidence. */
@Injectable()
export class DisputeFileService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** A ZIP of letter and CSV; NOT_FOUND where nothing is, or ever was, disputed. That it was given is on record. */
  async archive(ctx: Ctx, id: string): Promise<{ name: string; bytes: Buffer }> {
    const dispute = await this.dispute(ctx, id);
    const { reconciliation } = dispute;
    await this.database.write(ctx, (tx) =>
      this.audit.saw(ctx, tx, { subjectType: 'reconciliation', subjectId: id, organisationId: reconciliation.organisationId }, { file: 'dispute.zip' }),
    );
    const month = reconciliation.month.slice(0, 7);
    const files = [
      { name: `争议函-${month}.html`, content: disputeLetter(dispute) },
      { name: `争议明细-${month}.csv`, content: disputeCsv(dispute) },
    ];
    return { name: `dispute-${month}.zip`, bytes: zip(files, reconciliation.disputedAt ?? ctx.now) };
  }

  private async dispute(ctx: Ctx, id: string): Promise<Dispute> {
    const [reconciliation, lines] = await this.database.read(ctx, async (tx) => [
      await tx.of(Reconciliation).findOneBy({ id }),
      await tx.of(ReconciliationLine).find({ where: { reconciliationId: id, isWithin: false }, order: { no: 'ASC' } }),
    ]);
    if (!reconciliation?.disputedAt) throw notFound();
    return this.database.read(asSystem(ctx), async (tx) => {
      const names = `select name_zh as "nameZh", name_en as "nameEn" from organisation`;
      const [supplier] = await tx.query<Names>(`${names} where id = $1`, [reconciliation.organisationId]);
      const [centre] = await tx.query<Names>(`${names} where kind = 'centre' limit 1`);
      const invoices = await tx.query<{ invoice: string }>(
        `select distinct invoice from supplier_bill where organisation_id = $1 and month = $2 order by 1`,
        [reconciliation.organisationId, reconciliation.month],
      );
      const [said] = await tx.query<{ reason: string }>(
        `select reason from case_event where workflow = 'reconciliation' and case_id = $1 and event = 'dispute' order by version desc limit 1`,
        [id],
      );
      const pools = await tx.query<{ id: string; code: string }>(`select id, code from compute_pool where organisation_id = $1`, [
        reconciliation.organisationId,
      ]);
      const evidence = [];
      for (const line of lines) {
        const pool = pools.find((one) => one.id === line.poolId)?.code ?? line.matchKey ?? '';
        evidence.push({ line, pool, ...(await behind(tx, line, false)) });
      }
      if (!supplier || !centre) throw notFound();
      return { reconciliation, supplier, centre, invoices: invoices.map(({ invoice }) => invoice), reason: said?.reason ?? '', lines: evidence };
    });
  }
}
