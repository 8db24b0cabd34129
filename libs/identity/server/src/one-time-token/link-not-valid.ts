import { Field, ObjectType } from '@nestjs/graphql';
import type { Ctx } from '@wutong/core-server';
import { say } from '../say';

/** The link from a letter is unknown, expired or used: which of these is not told. */
@ObjectType()
export class LinkNotValid {
  @Field(() => String)
  message: string;

  constructor(ctx: Ctx) {
    this.message = say(
      ctx,
      'This link has expired or was used before. Ask for a new one.',
      '链接已过期或已使用，请重新获取。',
    );
  }
}
