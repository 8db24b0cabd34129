import { DueDiligenceItem } from './due-diligence/due-diligence-item.entity';
import { GrowthReport } from './growth-report/growth-report.entity';
import { IntakeRound } from './intake-round/intake-round.entity';
import { PanelDecision } from './application/panel-decision.entity';
import { Tenancy } from './tenancy/tenancy.entity';
import { TenancyApplication } from './application/tenancy-application.entity';
import { ShownProfile, TenantProfile } from './profile/tenant-profile.entity';
import { TenancyTask } from './tenancy/tenancy-task.entity';

export { ApplicationDraftService } from './application/application-draft.service';
export { ApplicationReviewService } from './application/application-review.service';
export { OfferService } from './application/offer.service';
export { tenancyApplicationWorkflow } from './application/tenancy-application.workflow';
export { DueDiligenceService } from './due-diligence/due-diligence.service';
export { GrowthReportService } from './growth-report/growth-report.service';
export { IntakeRoundService } from './intake-round/intake-round.service';
export { TenancyReadService } from './tenancy/tenancy-read.service';
export { ApplicationReadService } from './application/application-read.service';
export { DueDiligenceStatus } from './due-diligence/due-diligence-item.entity';
export type { TenancyApplication } from './application/tenancy-application.entity';
export { TenancyModule } from './tenancy.module';
export { Tenancy } from './tenancy/tenancy.entity';
export { TenancyService } from './tenancy/tenancy.service';
export { tenancyWorkflow } from './tenancy/tenancy.workflow';

export { DOMAINS, FUNDING_STAGES, PROFILE_FIELDS, type ProfileField } from './profile/profile-fields';
export { TENANT_SEARCH } from './profile/shown-profiles';
export { ShownProfile } from './profile/tenant-profile.entity';
export { TenantProfileService, type TenantProfileInput } from './profile/tenant-profile.service';

export const tenancyEntities = [
  DueDiligenceItem, GrowthReport, IntakeRound, PanelDecision, ShownProfile, Tenancy, TenancyApplication, TenancyTask, TenantProfile,
];
