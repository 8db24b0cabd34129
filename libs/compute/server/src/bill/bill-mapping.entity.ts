import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BillMapping } from './bill-mapping';

/** A mapping that was used for a supplier's bills, known again by the header of the file. Versions are only added. */
@Entity('bill_mapping')
export class SavedBillMapping {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  fingerprint: string;

  @Column('int')
  version: number;

  @Column('jsonb')
  mapping: BillMapping;

  @Column('text', { name: 'saved_by_name' })
  savedByName: string;

  @Column('timestamptz', { name: 'saved_at' })
  savedAt: Date;
}
