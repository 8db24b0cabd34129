import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../access/allow';
import { CurrentCtx } from '../access/current-ctx';
import type { Ctx } from '../context/ctx';
import { FileService } from './file.service';
import { StoredFile } from './file.entity';
import { UploadService } from './upload.service';

@Resolver(() => StoredFile)
export class FileResolver {
  constructor(
    private readonly files: FileService,
    private readonly uploads: UploadService,
  ) {}

  @Query(() => [StoredFile], {
    name: 'files',
    description: 'Those of these files that you may open, in the order asked for.',
  })
  @Allow('file.read')
  list(@CurrentCtx() ctx: Ctx, @Args('ids', { type: () => [ID] }) ids: string[]): Promise<StoredFile[]> {
    return this.files.readable(ctx, ids);
  }

  @Mutation(() => Boolean, { description: 'Forgets a file of your own that is not attached to anything yet.' })
  @Allow('file.send')
  async discardFile(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.uploads.discard(ctx, id);
    return true;
  }
}
