import { CoreAccess1763890800000 } from './20261123T1000-core-access';
import { Identity1763891400000 } from './20261123T1010-identity';
import { CoreLedger1763892000000 } from './20261123T1020-core-ledger';
import { CoreRooms1763892600000 } from './20261123T1030-core-rooms';
import { CoreFiles1763893200000 } from './20261123T1040-core-files';
import { CoreSearch1763893800000 } from './20261123T1050-core-search';
import { Tenancy1763895600000 } from './20261123T1100-tenancy';
import { TenantProfile1763896200000 } from './20261123T1110-tenant-profile';
import { GrowthReport1763896800000 } from './20261123T1120-growth-report';
import { Compute1763899200000 } from './20261123T1200-compute';
import { IdentityWhoAsks1763903400000 } from './20261123T1330-identity-who-asks';
import { IdentityOwnCompanies1763905800000 } from './20261123T1410-identity-own-companies';
import { TenancyRoundDesks1763906400000 } from './20261123T1420-tenancy-round-desks';
import { ComputePrices1764324000000 } from './20261128T1000-compute-prices';
import { ComputeUsageIndexes1764324600000 } from './20261128T1010-compute-usage-indexes';
import { ComputePlanning1764327600000 } from './20261128T1100-compute-planning';
import { ComputeCluster1764331200000 } from './20261128T1200-compute-cluster';
import { ComputeFunding1764338400000 } from './20261128T1400-compute-funding';
import { ComputeCharges1764339000000 } from './20261128T1410-compute-charges';
import { ComputeReclaim1764345600000 } from './20261128T1600-compute-reclaim';
import { ComputeBudget1764346200000 } from './20261128T1610-compute-budget';
import { ConflictsInSums1764352800000 } from './20261128T1800-conflicts-in-sums';
import { ComputeTelemetry1764334800000 } from './20261128T1300-compute-telemetry';
import { ComputeWaste1764335400000 } from './20261128T1310-compute-waste';
import { ComputeSupplierBills1764342000000 } from './20261128T1500-compute-supplier-bills';
import { ComputeGrantPaysFirst1764360000000 } from './20261128T2000-compute-grant-pays-first';
import { ComputeRequestForm1764363600000 } from './20261128T2100-compute-request-form';
import { ComputeReservationByHand1764364200000 } from './20261128T2110-compute-reservation-by-hand';
import { ComputeBorrow1764364800000 } from './20261128T2120-compute-borrow';
import { LedgerOneMovement1764356400000 } from './20261128T1900-ledger-one-movement';
import { ComputeTimeLimits1764370800000 } from './20261128T2300-compute-time-limits';
import { ComputeAnswerDays1764374400000 } from './20261129T0000-compute-answer-days';
import { ComputeCapList1764375000000 } from './20261129T0010-compute-cap-list';
import { CoreCaseNotes1764375600000 } from './20261129T0020-core-case-notes';
import { ComputePriority1764376200000 } from './20261129T0030-compute-priority';
import { ComputeUsageReference1764382200000 } from './20261129T0210-compute-usage-reference';
import { ComputeReview1764385200000 } from './20261129T0300-compute-review';
import { ComputeReviewRubric1764388800000 } from './20261129T0400-compute-review-rubric';
import { ComputeReviewAssignment1764389400000 } from './20261129T0410-compute-review-assignment';
import { ComputePlacement1764392400000 } from './20261129T0500-compute-placement';
import { ComputeUsageKeys1764399600000 } from './20261129T0700-compute-usage-keys';

/** Every migration, oldest first. A name ends in its time in milliseconds, by which TypeORM orders them. */
export const migrations = [
  CoreAccess1763890800000,
  Identity1763891400000,
  CoreLedger1763892000000,
  CoreRooms1763892600000,
  CoreFiles1763893200000,
  CoreSearch1763893800000,
  Tenancy1763895600000,
  TenantProfile1763896200000,
  GrowthReport1763896800000,
  Compute1763899200000,
  IdentityWhoAsks1763903400000,
  IdentityOwnCompanies1763905800000,
  TenancyRoundDesks1763906400000,
  ComputePrices1764324000000,
  ComputeUsageIndexes1764324600000,
  ComputePlanning1764327600000,
  ComputeTelemetry1764334800000,
  ComputeWaste1764335400000,
  ComputeCluster1764331200000,
  ComputeFunding1764338400000,
  ComputeCharges1764339000000,
  ComputeReclaim1764345600000,
  ComputeBudget1764346200000,
  ConflictsInSums1764352800000,
  LedgerOneMovement1764356400000,
  ComputeGrantPaysFirst1764360000000,
  ComputeRequestForm1764363600000,
  ComputeReservationByHand1764364200000,
  ComputeBorrow1764364800000,
  ComputeSupplierBills1764342000000,
  ComputeTimeLimits1764370800000,
  ComputeAnswerDays1764374400000,
  ComputeCapList1764375000000,
  CoreCaseNotes1764375600000,
  ComputePriority1764376200000,
  ComputeUsageReference1764382200000,
  ComputeReview1764385200000,
  ComputeReviewRubric1764388800000,
  ComputeReviewAssignment1764389400000,
  ComputePlacement1764392400000,
  ComputeUsageKeys1764399600000,
];
