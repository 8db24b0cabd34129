import { Module } from '@nestjs/common';
import { AdmissionPanel } from './application/admission-panel';
import { ApplicationDraftService } from './application/application-draft.service';
import { ApplicationLookup } from './application/application-lookup';
import { ApplicationReadService } from './application/application-read.service';
import { ApplicationReviewService } from './application/application-review.service';
import { OfferService } from './application/offer.service';
import { TenancyApplicationFieldsResolver } from './application/tenancy-application-fields.resolver';
import { TenancyApplicationResolver } from './application/tenancy-application.resolver';
import { DueDiligenceResolver } from './due-diligence/due-diligence.resolver';
import { DueDiligenceService } from './due-diligence/due-diligence.service';
import { IntakeRoundResolver } from './intake-round/intake-round.resolver';
import { TenancyStart } from './tenancy/tenancy-start';

@Module({
  providers: [
    AdmissionPanel,
    ApplicationDraftService,
    ApplicationLookup,
    ApplicationReadService,
    ApplicationReviewService,
    DueDiligenceResolver,
    DueDiligenceService,
    IntakeRoundResolver,
    OfferService,
    TenancyApplicationFieldsResolver,
    TenancyApplicationResolver,
    TenancyStart,
  ],
  exports: [ApplicationDraftService, ApplicationReviewService, DueDiligenceService, OfferService],
})
export class TenancyModule {}
