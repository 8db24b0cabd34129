import { ArgsType, createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { SupplierBill } from './supplier-bill.entity';

const enumOf = <T extends string>(...names: T[]) => Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

export const BillField = enumOf(
  'lineId', 'resource', 'sku', 'cluster', 'gpuClass', 'category', 'description', 'start', 'end', 'quantity', 'gpus', 'unitPrice', 'amount', 'tax',
);
export const BillQuantityUnit = enumOf('gpu_hour', 'gpu_day', 'gpu_second', 'node_hour');
export const BillAmountUnit = enumOf('yuan', 'fen');
export const BillMatchKind = enumOf('resource', 'sku', 'cluster');
registerEnumType(BillMatchKind, { name: 'BillMatchKind' });
registerEnumType(BillField, { name: 'BillField' });
registerEnumType(BillQuantityUnit, { name: 'BillQuantityUnit' });
registerEnumType(BillAmountUnit, { name: 'BillAmountUnit' });

@InputType('BillColumnInput')
@ObjectType()
export class BillColumn {
  @Field(() => BillField)
  field: keyof typeof BillField;

  /** Its name in the file's header. */
  @Field(() => String)
  column: string;
}

/** How the columns of a file are read. */
@InputType('BillMappingInput')
@ObjectType('BillMapping')
export class BillMappingFields {
  @Field(() => [BillColumn])
  columns: BillColumn[];

  @Field(() => BillQuantityUnit)
  quantityUnit: keyof typeof BillQuantityUnit;

  /** For node hours. */
  @Field(() => Int)
  gpusPerNode: number;

  @Field(() => BillAmountUnit)
  amountUnit: keyof typeof BillAmountUnit;

  /** Of times that carry none: `Asia/Shanghai` or `UTC`. */
  @Field(() => String)
  timeZone: string;
}

@ArgsType()
export class BillPreviewArgs {
  @Field(() => ID)
  fileId: string;

  /** Whose bill it is; left out, that of the supplier who asks. */
  @Field(() => ID, { nullable: true })
  supplierId?: string | null;

  /** Left out: the one saved for such files of this supplier, else a guess by the columns' names. */
  @Field(() => BillMappingFields, { nullable: true })
  mapping?: BillMappingFields | null;
}

@InputType()
export class ImportSupplierBillInput {
  @Field(() => ID)
  fileId: string;

  /** Whose bill it is; left out, that of the supplier who sends it. */
  @Field(() => ID, { nullable: true })
  supplierId?: string | null;

  /** The billing period, `2026-10`. FOCUS files say it themselves. */
  @Field(() => String, { nullable: true })
  month?: string | null;

  /** The invoice's number. FOCUS files may say it themselves. */
  @Field(() => String, { nullable: true })
  invoice?: string | null;

  /** What the invoice says is its total: the lines have to come to it. */
  @Field(() => BigInt, { nullable: true })
  totalFen?: bigint | null;

  /** Not for FOCUS. */
  @Field(() => BillMappingFields, { nullable: true })
  mapping?: BillMappingFields | null;

  /** This bill replaces the one of the same number. */
  @Field(() => Boolean, { nullable: true })
  isCorrection?: boolean | null;
}

@InputType()
export class MatchSupplierResourceInput {
  @Field(() => ID)
  reconciliationId: string;

  @Field(() => BillMatchKind)
  kind: keyof typeof BillMatchKind;

  @Field(() => String)
  key: string;

  @Field(() => ID)
  poolId: string;
}

/** What is wrong in a file, and where. */
@ObjectType()
export class BillLineProblem {
  /** 0 for the file as a whole. */
  @Field(() => Int)
  line: number;

  @Field(() => String, { nullable: true })
  column: string | null;

  @Field(() => String)
  code: string;

  /** In the viewer's language. */
  @Field(() => String)
  message: string;
}

@ObjectType()
export class BillPreviewRow {
  @Field(() => Int)
  line: number;

  @Field(() => [String])
  cells: string[];
}

/** A line as it would be taken in. */
@ObjectType()
export class BillPreviewLine {
  @Field(() => Int)
  line: number;

  @Field(() => String)
  lineId: string;

  @Field(() => String)
  category: string;

  @Field(() => String, { nullable: true })
  resource: string | null;

  @Field(() => String, { nullable: true })
  sku: string | null;

  @Field(() => String, { nullable: true })
  cluster: string | null;

  @Field(() => String, { nullable: true })
  gpuClass: string | null;

  @Field(() => String, { nullable: true })
  description: string | null;

  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;

  @Field(() => BigInt, { nullable: true })
  gpuMh: bigint | null;

  @Field(() => BigInt)
  amountUfen: bigint;

  @Field(() => BigInt)
  taxUfen: bigint;
}

/** What was found in the beginning of a file, and what would become of it. */
@ObjectType()
export class BillPreview {
  @Field(() => Boolean)
  isFocus: boolean;

  @Field(() => String)
  encoding: string;

  @Field(() => String)
  delimiter: string;

  @Field(() => Int)
  headerLine: number;

  @Field(() => [String])
  headers: string[];

  /** As they stand in the file, up to 50. */
  @Field(() => [BillPreviewRow])
  rows: BillPreviewRow[];

  /** Null for FOCUS, which needs none. */
  @Field(() => BillMappingFields, { nullable: true })
  mapping: BillMappingFields | null;

  /** The version of the saved mapping by which such files were read before. */
  @Field(() => Int, { nullable: true })
  savedVersion: number | null;

  /** The same rows as they would be taken in. */
  @Field(() => [BillPreviewLine])
  lines: BillPreviewLine[];

  @Field(() => [BillLineProblem])
  problems: BillLineProblem[];

  /** As the file says or its days suggest, `2026-10`. */
  @Field(() => String, { nullable: true })
  month: string | null;

  @Field(() => String, { nullable: true })
  invoice: string | null;
}

/** The file was not taken in; nothing was written. */
@ObjectType()
export class SupplierBillProblems {
  /** The first 500. */
  @Field(() => [BillLineProblem])
  problems: BillLineProblem[];
}

export const ImportSupplierBillResult = createUnionType({
  name: 'ImportSupplierBillResult',
  types: () => [SupplierBill, SupplierBillProblems] as const,
  resolveType: (value: object) => ('problems' in value ? SupplierBillProblems : SupplierBill),
});
