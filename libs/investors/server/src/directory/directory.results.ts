import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Facet, PageArgs, PageInfo, TextMark } from '@wutong/core-server';
import { ShownProfile } from '@wutong/tenancy-server';

/** A tenant in the directory: what it shows, and where the words that were searched for stand in it. */
@ObjectType()
export class DirectoryEntry {
  @Field(() => ID)
  organisationId: string;

  @Field(() => ShownProfile)
  profile: ShownProfile;

  @Field(() => String)
  excerpt: string;

  @Field(() => [TextMark])
  excerptMarks: readonly TextMark[];
}

@ObjectType()
export class DirectoryPage {
  @Field(() => [DirectoryEntry])
  nodes: DirectoryEntry[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int)
  total: number;

  /** `domain`, `stage`, `filed`, `state`: how many tenants there are for each value under the present search. */
  @Field(() => [Facet])
  facets: Facet[];
}

@ArgsType()
export class DirectoryArgs extends PageArgs {
  /** Words in Chinese or English. */
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => [String], { nullable: true })
  domains?: string[] | null;

  @Field(() => [String], { nullable: true })
  stages?: string[] | null;

  /** `yes`: only those who show a filing number. */
  @Field(() => [String], { nullable: true })
  filed?: string[] | null;

  @Field(() => [String], { nullable: true })
  states?: string[] | null;
}
