import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A supplier's bill as it came. It never changes; a corrected one replaces it. Money is micro-fen (10⁻⁸ yuan). */
@Entity('supplier_bill')
@ObjectType()
export class SupplierBill {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  /** The supplier. */
  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  /** The billing period: the first day of its month, `2026-10-01`. */
  @Column('date')
  @Field(() => String)
  month: string;

  /** The supplier's number of the invoice. */
  @Column('text')
  @Field(() => String)
  invoice: string;

  /** 1 for the first, one more for each that corrects it. */
  @Column('int')
  @Field(() => Int)
  revision: number;

  @Column('uuid', { nullable: true })
  @Field(() => ID, { nullable: true })
  replaces: string | null;

  /** `focus`, or `mapped`: read by a mapping of its columns. */
  @Column('text')
  @Field(() => String)
  format: 'focus' | 'mapped';

  @Column('uuid', { name: 'mapping_id', nullable: true })
  mappingId: string | null;

  @Column('uuid', { name: 'file_id' })
  @Field(() => ID)
  fileId: string;

  @Column('text', { name: 'file_name' })
  @Field(() => String)
  fileName: string;

  @Column('text')
  @Field(() => String)
  sha256: string;

  @Column('int')
  @Field(() => Int)
  lines: number;

  @Column('bigint', { name: 'gpu_mh' })
  @Field(() => BigInt)
  gpuMh: bigint;

  /** With tax. */
  @Column('bigint', { name: 'total_ufen' })
  @Field(() => BigInt)
  totalUfen: bigint;

  @Column('text', { name: 'imported_by_name' })
  @Field(() => String)
  importedByName: string;

  @Column('uuid', { name: 'imported_by', nullable: true })
  importedBy: string | null;

  @Column('timestamptz', { name: 'imported_at' })
  @Field(() => Date)
  importedAt: Date;
}
