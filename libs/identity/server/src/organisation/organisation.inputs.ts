import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { PageArgs, type OrganisationKind } from '@wutong/core-server';
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

/** Eighteen characters are taken for a unified social credit code, whose last one checks the others. */
const registrationField = z
  .string()
  .trim()
  .toUpperCase()
  .max(40)
  .nullish()
  .transform((id) => id || null)
  .refine((id) => id === null || id.length >= 4, { error: '≥ 4' })
  .refine((id) => id === null || id.length !== 18 || organisationIdProblem(id) === undefined, {
    error: '统一社会信用代码校验不通过，请核对营业执照 · The unified social credit code does not check; compare the licence',
  });

export const organisationNamesSchema = z
  .object({ nameZh: nameField(120), nameEn: nameField(160), registrationId: registrationField })
  .refine(({ nameZh, nameEn }) => nameZh !== null || nameEn !== null, {
    path: ['nameZh'],
    error: '请填写机构名称 · Give the organisation a name',
  })
  .transform(({ nameZh, nameEn, registrationId }) => ({
    nameZh: (nameZh ?? nameEn ?? '').slice(0, 120),
    nameEn: nameEn ?? nameZh ?? '',
    registrationId,
  }));
export type OrganisationNames = z.output<typeof organisationNamesSchema>;

export const organisationKindField = z.enum(Object.values(OrganisationKinds));
