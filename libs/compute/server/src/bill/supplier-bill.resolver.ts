import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { BillImportService } from './bill-import.service';
import { BillPreviewService } from './bill-preview.service';
import {
  BillPreview, BillPreviewArgs, ImportSupplierBillInput, ImportSupplierBillResult, type SupplierBillProblems,
} from './bill.inputs';
import type { SupplierBill } from './supplier-bill.entity';

@Resolver()
export class SupplierBillResolver {
  constructor(
    private readonly previews: BillPreviewService,
    private readonly imports: BillImportService,
  ) {}

  @Query(() => BillPreview, { description: 'What is in a file that was sent, before it is taken in.' })
  @Allow('supplier-bill.import')
  billPreview(@CurrentCtx() ctx: Ctx, @Args() args: BillPreviewArgs): Promise<BillPreview> {
    return this.previews.preview(ctx, args);
  }

  @Mutation(() => ImportSupplierBillResult, { description: 'All of a file or nothing; the same file again gives the bill that it made.' })
  @Allow('supplier-bill.import')
  importSupplierBill(
    @CurrentCtx() ctx: Ctx, @Args('input') input: ImportSupplierBillInput,
  ): Promise<SupplierBill | SupplierBillProblems> {
    return this.imports.import(ctx, input);
  }
}
