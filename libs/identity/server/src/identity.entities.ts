import { ApiToken } from './api-token/api-token.entity';
import { ConflictOfInterest } from './conflict-of-interest/conflict-of-interest.entity';
import { Invitation } from './invitation/invitation.entity';
import { Membership } from './membership/membership.entity';
import { Organisation } from './organisation/organisation.entity';
import { Session } from './session/session.entity';
import { User } from './user/user.entity';

/** What the DataSource must know of this platform. */
export const identityEntities = [Organisation, User, Membership, Session, ApiToken, Invitation, ConflictOfInterest];
