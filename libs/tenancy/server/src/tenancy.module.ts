import { Module } from '@nestjs/common';
import { AdmissionPanel } from './application/admission-panel';
import { ApplicationDeadlines } from './application/application-deadlines';
import { ApplicationDraftService } from './application/application-draft.service';
import { ApplicationFiles } from './application/application-files';
import { ApplicationLookup } from './application/application-lookup';
import { ApplicationMoves } from './application/application-moves';
import { ApplicationNotices } from './application/application-notices';
import { ApplicationReadService } from './application/application-read.service';
import { ApplicationReviewService } from './application/application-review.service';
import { OfferService } from './application/offer.service';
import { TenancyApplicationFieldsResolver } from './application/tenancy-application-fields.resolver';
import { TenancyApplicationResolver } from './application/tenancy-application.resolver';
import { DueDiligenceResolver } from './due-diligence/due-diligence.resolver';
import { DueDiligenceService } from './due-diligence/due-diligence.service';
import { GrowthReportResolver } from './growth-report/growth-report.resolver';
import { GrowthReportService } from './growth-report/growth-report.service';
import { IntakeRoundResolver } from './intake-round/intake-round.resolver';
import { IntakeRoundService } from './intake-round/intake-round.service';
import { FindTenants } from './profile/find-tenants';
import { ShownProfiles } from './profile/shown-profiles';
import { TenantProfileResolver } from './profile/tenant-profile.resolver';
import { TenantProfileService } from './profile/tenant-profile.service';
import { TenancyReadService } from './tenancy/tenancy-read.service';
import { TenancyStart } from './tenancy/tenancy-start';
import { TenancyResolver, TenancyTaskResolver } from './tenancy/tenancy.resolver';
import { TenancyService } from './tenancy/tenancy.service';

@Module({
  providers: [
    AdmissionPanel,
    ApplicationDeadlines,
    ApplicationDraftService,
    ApplicationFiles,
    ApplicationLookup,
    ApplicationMoves,
    ApplicationNotices,
    ApplicationReadService,
    ApplicationReviewService,
    DueDiligenceResolver,
    DueDiligenceService,
    FindTenants,
    GrowthReportResolver,
    GrowthReportService,
    IntakeRoundResolver,
    IntakeRoundService,
    OfferService,
    ShownProfiles,
    TenancyApplicationFieldsResolver,
    TenancyApplicationResolver,
    TenancyReadService,
    TenancyResolver,
    TenancyService,
    TenancyStart,
    TenancyTaskResolver,
    TenantProfileResolver,
    TenantProfileService,
  ],
  exports: [
    ApplicationDraftService, ApplicationReadService, ApplicationReviewService, DueDiligenceService, GrowthReportService,
    IntakeRoundService, OfferService, TenancyReadService, TenancyService, TenantProfileService,
  ],
})
export class TenancyModule {}
