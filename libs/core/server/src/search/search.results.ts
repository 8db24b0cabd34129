import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A part of a text, in UTF-16 units; the end is not part of it.' })
export class TextMark {
  @Field(() => Int)
  start: number;

  @Field(() => Int)
  end: number;
}

@ObjectType()
export class SearchHit {
  @Field(() => String, { description: 'What was found: `tenant`, `pool` …' })
  kind: string;

  @Field(() => ID)
  id: string;

  @Field(() => String)
  title: string;

  @Field(() => [TextMark])
  titleMarks: readonly TextMark[];

  @Field(() => String)
  excerpt: string;

  @Field(() => [TextMark])
  excerptMarks: readonly TextMark[];
}

@ObjectType()
export class FacetValue {
  @Field(() => String)
  value: string;

  @Field(() => Int)
  count: number;
}

@ObjectType({ description: 'What a list can be narrowed by, and how many there would be for each value.' })
export class Facet {
  @Field(() => String)
  name: string;

  @Field(() => [FacetValue])
  values: FacetValue[];
}
