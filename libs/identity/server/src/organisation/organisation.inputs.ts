import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { invalid, PageArgs, type OrganisationKind } from '@wutong/core-server';
import { organisationIdProblem } from '@wutong/core-shared';
import { z } from 'zod';
import { OrganisationKinds } from './organisation.entity';

@ArgsType()
export class OrganisationListArgs extends PageArgs {
  @Field(() => OrganisationKinds, { nullable: true })
  kind?: OrganisationKind | null;

  /** Part of a name or of the registration number. */
  @Field(() => String, { nullable: true })
  search?: string | null;
}

/** Names: at least one; where only one is given it stands for both. */
@InputType()
export class OrganisationNamesInput {
  @Field(() => String, { nullable: true })
  nameZh?: string | null;

  @Field(() => String, { nullable: true })
  nameEn?: string | null;

  /** Unified social credit code, or the registration number of a company from elsewhere. */
  @Field(() => String, { nullable: true })
  registrationId?: string | null;
}

@InputType()
export class RegisterOrganisationInput extends OrganisationNamesInput {
  @Field(() => OrganisationKinds)
  kind: OrganisationKind;
}

const nameField = (longest: number): z.ZodType<string | null> =>
  z.string().trim().max(longest).nullish().transform((name) => name || null);

const registrationField = z
  .string()
  .trim()
  .toUpperCase()
  .max(40)
  .nullish()
  .transform((id) => id || null);

export const organisationNamesSchema = z.object({
  nameZh: nameField(120),
  nameEn: nameField(160),
  registrationId: registrationField,
});

/** What is kept of an organisation: both names are there, as one alone stands for both. */
export type OrganisationNames = { nameZh: string; nameEn: string; registrationId: string | null };

/**
 * Refuses an organisation without a name or with a wrong unified social credit code: eighteen characters are taken for
 * one, and its last checks the others. `under` is where the input stands in a larger one.
 */
export function checkOrganisationNames(input: z.output<typeof organisationNamesSchema>, under = ''): OrganisationNames {
  const { nameZh, nameEn, registrationId } = input;
  const name = nameZh ?? nameEn;
  if (name === null) {
    throw invalid(`${under}nameZh`, 'Give the organisation a name, in one language at least.', '请至少填写一种语言的机构名称。');
  }
  if (registrationId?.length === 18 && organisationIdProblem(registrationId) !== undefined) {
    throw invalid(
      `${under}registrationId`,
      'This unified social credit code does not check. Compare it with the business licence.',
      '统一社会信用代码校验不通过，请核对营业执照。',
    );
  }
  if (registrationId !== null && registrationId.length < 4) {
    throw invalid(`${under}registrationId`, 'A registration number has 4 characters or more.', '注册登记号至少 4 个字符。');
  }
  return { nameZh: (nameZh ?? name).slice(0, 120), nameEn: nameEn ?? name, registrationId };
}

export const organisationKindField = z.enum(Object.values(OrganisationKinds));
