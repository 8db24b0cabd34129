import { Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, Public, type Ctx, type OrganisationKind } from '@wutong/core-server';
import { OrganisationKinds } from '../organisation/organisation.entity';
import { NOT_FOR_TOKENS, PERMISSION_NAMES, PERMISSIONS, ROLE_NAMES, ROLES, type RoleName } from './roles';

@ObjectType()
export class Role {
  @Field(() => String)
  name: RoleName;

  @Field(() => OrganisationKinds)
  organisationKind: OrganisationKind;

  /** What it is called, in the viewer's language. */
  @Field(() => String)
  label: string;

  @Field(() => String)
  about: string;
}

@ObjectType()
export class Permission {
  @Field(() => String)
  name: string;

  /** What it allows, in the viewer's language. */
  @Field(() => String)
  about: string;

  /** Roles that have it; all of them when everybody who is signed in has it. */
  @Field(() => [String])
  roles: readonly RoleName[];

  /** Whether an API token may have it. */
  @Field(() => Boolean)
  forTokens: boolean;
}

/** The table of roles and permissions, as roles.ts has it. */
@Resolver()
export class RolesResolver {
  @Public()
  @Query(() => [Role], { name: 'roles' })
  roles(@CurrentCtx() ctx: Ctx): Role[] {
    return ROLE_NAMES.map((name) => {
      const { kind, name: label, about } = ROLES[name];
      return { name, organisationKind: kind, label: label[ctx.locale], about: about[ctx.locale] };
    });
  }

  @Allow('account.manage')
  @Query(() => [Permission], { name: 'permissions', description: 'Who may do what.' })
  permissions(@CurrentCtx() ctx: Ctx): Permission[] {
    return PERMISSION_NAMES.map((name) => {
      const { roles, about } = PERMISSIONS[name];
      return {
        name,
        about: about[ctx.locale],
        roles: roles === 'everyone' ? ROLE_NAMES : roles,
        forTokens: !NOT_FOR_TOKENS.has(name),
      };
    });
  }
}
