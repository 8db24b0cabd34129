import { Global, Module } from '@nestjs/common';
import { Authenticator, KNOWN_PERMISSIONS, People } from '@wutong/core-server';
import { PERMISSION_NAMES } from './access/roles';
import { RolesResolver } from './access/roles.resolver';
import { AccountService } from './account/account.service';
import { ApiTokenResolver } from './api-token/api-token.resolver';
import { ApiTokenService } from './api-token/api-token.service';
import { ConflictOfInterestResolver } from './conflict-of-interest/conflict-of-interest.resolver';
import { ConflictOfInterestService } from './conflict-of-interest/conflict-of-interest.service';
import { DemoService } from './demo/demo.service';
import { EmailVerificationResolver } from './email-verification/email-verification.resolver';
import { EmailVerificationService } from './email-verification/email-verification.service';
import { AcceptInvitationService } from './invitation/accept-invitation.service';
import { InvitationResolver } from './invitation/invitation.resolver';
import { InvitationService } from './invitation/invitation.service';
import { LettersService } from './letters/letters.service';
import { MembershipResolver } from './membership/membership.resolver';
import { MembershipService } from './membership/membership.service';
import { OneTimeTokenService } from './one-time-token/one-time-token.service';
import { OrganisationResolver } from './organisation/organisation.resolver';
import { OrganisationService } from './organisation/organisation.service';
import { PasswordService } from './password/password.service';
import { PasswordResetResolver } from './password-reset/password-reset.resolver';
import { PasswordResetService } from './password-reset/password-reset.service';
import { ResetLetterService } from './password-reset/reset-letter.service';
import { IdentityPeople } from './people/identity-people';
import { AdmissionService } from './session/admission.service';
import { IdentityAuthenticator } from './session/identity-authenticator';
import { SessionResolver } from './session/session.resolver';
import { SessionService } from './session/session.service';
import { SignInService } from './session/sign-in.service';
import { TidyService } from './session/tidy.service';
import { AdministratorService } from './set-up/administrator.service';
import { EntranceResolver } from './set-up/entrance.resolver';
import { SetUpService } from './set-up/set-up.service';
import { SignUpResolver } from './sign-up/sign-up.resolver';
import { SignUpService } from './sign-up/sign-up.service';
import { ThrottleService } from './throttle/throttle.service';
import { UserListService } from './user/user-list.service';
import { UserResolver } from './user/user.resolver';
import { UserService } from './user/user.service';

/** Who people are, for whom they act, and how they prove it. */
@Global()
@Module({
  providers: [
    { provide: Authenticator, useClass: IdentityAuthenticator },
    { provide: People, useClass: IdentityPeople },
    { provide: KNOWN_PERMISSIONS, useValue: new Set<string>(PERMISSION_NAMES) },
    AcceptInvitationService, AccountService, AdministratorService, AdmissionService, ApiTokenService,
    ConflictOfInterestService, DemoService,
    EmailVerificationService, InvitationService, LettersService, MembershipService, OneTimeTokenService,
    OrganisationService, PasswordResetService, PasswordService, ResetLetterService, SessionService, SetUpService,
    SignInService, SignUpService, ThrottleService, TidyService, UserListService, UserService,
    ApiTokenResolver, ConflictOfInterestResolver, EmailVerificationResolver, EntranceResolver, InvitationResolver,
    MembershipResolver, OrganisationResolver, PasswordResetResolver, RolesResolver, SessionResolver, SignUpResolver,
    UserResolver,
  ],
  exports: [
    Authenticator, People, KNOWN_PERMISSIONS, AccountService, AdministratorService, ConflictOfInterestService,
    DemoService, MembershipService,
    OrganisationService, SetUpService,
  ],
})
export class IdentityModule {}
