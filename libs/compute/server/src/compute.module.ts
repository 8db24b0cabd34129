import { Module } from '@nestjs/common';
import { ChargeCapResolver } from './charge/charge-cap.resolver';
import { ChargeCapService } from './charge/charge-cap.service';
import { ChargeMonthResolver, ChargePreviewResolver, ChargeStatementResolver } from './charge/charge.resolver';
import { MonthClosingService } from './charge/month-closing.service';
import { RefundService } from './charge/refund.service';
import { StatementBooking } from './charge/statement-booking';
import { StatementNotices } from './charge/statement-notices';
import { StatementReadService } from './charge/statement-read.service';
import { TenantNames } from './charge/tenant-names';
import { BorrowRecall } from './borrow/borrow-recall';
import { BorrowResolver } from './borrow/borrow.resolver';
import { BorrowService } from './borrow/borrow.service';
import { BudgetAlerts } from './budget/budget-alerts';
import { BudgetResolver } from './budget/budget.resolver';
import { BudgetService } from './budget/budget.service';
import { ChargeCorrectionResolver } from './correction/charge-correction.resolver';
import { ChargeCorrectionService } from './correction/charge-correction.service';
import { ClusterConnectionService } from './cluster/cluster-connection.service';
import { ClusterDrivers } from './cluster/cluster-drivers';
import { ClusterSecrets } from './cluster/cluster-secrets';
import { ClusterConnectionFieldsResolver, ClusterResolver } from './cluster/cluster.resolver';
import { UsagePullService } from './cluster/usage-pull.service';
import { BillFiles } from './bill/bill-files';
import { BillImportService } from './bill/bill-import.service';
import { BillPreviewService } from './bill/bill-preview.service';
import { SupplierBillResolver } from './bill/supplier-bill.resolver';
import { ComputeDashboardResolver } from './dashboard/compute-dashboard.resolver';
import { ComputeDashboardService } from './dashboard/compute-dashboard.service';
import { CostStackResolver } from './dashboard/cost-stack.resolver';
import { CostStackService } from './dashboard/cost-stack.service';
import { ClusterUserService } from './enforcement/cluster-user.service';
import { EnforcementJobs } from './enforcement/enforcement-jobs';
import { EnforcementReadService } from './enforcement/enforcement-read.service';
import { EnforcementOperationFieldsResolver, EnforcementResolver } from './enforcement/enforcement.resolver';
import { EnforcementService } from './enforcement/enforcement.service';
import { EntitlementResolver } from './entitlement/entitlement.resolver';
import { EntitlementService } from './entitlement/entitlement.service';
import { FundingNotices } from './funding/funding-notices';
import { FundingResolver } from './funding/funding.resolver';
import { FundingService } from './funding/funding.service';
import { GpuClassResolver } from './gpu-class/gpu-class.resolver';
import { GpuClassService } from './gpu-class/gpu-class.service';
import { ComputeGrantResolver } from './grant/compute-grant.resolver';
import { GrantChangeService } from './grant/grant-change.service';
import { EndReminders } from './grant/end-reminders';
import { GrantEnding } from './grant/grant-ending';
import { GrantFunds } from './grant/grant-funds';
import { GrantService } from './grant/grant.service';
import { GrantOrderService } from './grant/grant-order.service';
import { GrantUsersService } from './grant/grant-users.service';
import { CapacityOutlookResolver } from './outlook/capacity-outlook.resolver';
import { CapacityOutlookService } from './outlook/capacity-outlook.service';
import { ApplyPlanService } from './planning-cycle/apply-plan.service';
import { PlanCheck } from './planning-cycle/plan-check';
import { PlanGrants } from './planning-cycle/plan-grants';
import { PlanningCycleResolver } from './planning-cycle/planning-cycle.resolver';
import { PlanningCycleService } from './planning-cycle/planning-cycle.service';
import { PlanningFieldsResolver, ProposalFieldsResolver, RequestPlanningResolver } from './planning-cycle/planning-fields.resolver';
import { PlanningNotices } from './planning-cycle/planning-notices';
import { PlanningReadService } from './planning-cycle/planning-read.service';
import { PlanningReportService } from './planning-cycle/planning-report.service';
import { ProposalService } from './planning-cycle/proposal.service';
import { CycleScenariosResolver, DifferenceFieldsResolver, WhatIfResolver } from './planning-cycle/what-if.resolver';
import { WhatIfService } from './planning-cycle/what-if.service';
import { PoolResolver } from './pool/pool.resolver';
import { CalendarService } from './pool/calendar.service';
import { PoolReservationService } from './pool/pool-reservation.service';
import { PoolService } from './pool/pool.service';
import { Reservations } from './pool/reservations';
import { ComputeReclaimResolver, RequestReclaimsResolver } from './reclaim/compute-reclaim.resolver';
import { ReclaimHours } from './reclaim/reclaim-hours';
import { ReclaimMoves } from './reclaim/reclaim-moves';
import { ReclaimNotices } from './reclaim/reclaim-notices';
import { ReclaimReadService } from './reclaim/reclaim-read.service';
import { ReclaimRules } from './reclaim/reclaim-rules.service';
import { ReclaimWatch } from './reclaim/reclaim-watch';
import { ReclaimService } from './reclaim/reclaim.service';
import { DisputeFileController } from './reconciliation/dispute-file.controller';
import { DisputeFileService } from './reconciliation/dispute-file.service';
import { Reconciler } from './reconciliation/reconciler';
import { ReconciliationNotices } from './reconciliation/reconciliation-notices';
import { ReconciliationReadService } from './reconciliation/reconciliation-read.service';
import { ReconciliationLineResolver, ReconciliationResolver } from './reconciliation/reconciliation.resolver';
import { ReconciliationService } from './reconciliation/reconciliation.service';
import { RequestFormFieldResolver, RequestFormResolver } from './request-form/request-form.resolver';
import { RequestFormService } from './request-form/request-form.service';
import { Allocation } from './request/allocation';
import { ApprovalLimit } from './request/approval-limit';
import { ComputeRequestFieldsResolver } from './request/compute-request-fields.resolver';
import { ComputeRequestResolver } from './request/compute-request.resolver';
import { DecisionFileController } from './request/decision-file.controller';
import { DecisionFileService } from './request/decision-file.service';
import { RequestAppealService } from './request/request-appeal.service';
import { RequestDeadlines } from './request/request-deadlines';
import { RequestDraftService } from './request/request-draft.service';
import { RequestMoves } from './request/request-moves';
import { RequestNotices } from './request/request-notices';
import { RequestReadService } from './request/request-read.service';
import { RequestReviewService } from './request/request-review.service';
import { Waitlist } from './request/waitlist';
import { ComputeReviewResolver, RequestReviewsResolver } from './review/compute-review.resolver';
import { ComputeReviewService } from './review/compute-review.service';
import { ReviewAssignmentResolver } from './review/review-assignment.resolver';
import { ReviewAssignmentService } from './review/review-assignment.service';
import { ReviewNotices } from './review/review-notices';
import { ReviewRounds } from './review/review-rounds';
import { ReviewRubricResolver } from './review/review-rubric.resolver';
import { ReviewRubricService } from './review/review-rubric.service';
import { Reviewers } from './review/reviewers';
import { StatementFileController } from './statement-files/statement-file.controller';
import { StatementFileService } from './statement-files/statement-file.service';
import { SupplierResolver } from './supplier/supplier.resolver';
import { SupplierService } from './supplier/supplier.service';
import { TariffResolver } from './tariff/tariff.resolver';
import { TariffService } from './tariff/tariff.service';
import { TelemetryIngestService } from './telemetry/telemetry-ingest.service';
import { TelemetryPullService } from './telemetry/telemetry-pull.service';
import { TelemetryReadService } from './telemetry/telemetry-read.service';
import { TelemetryResolver } from './telemetry/telemetry.resolver';
import { TelemetrySourceService } from './telemetry/telemetry-source.service';
import { ParkedUsageService } from './usage/parked-usage.service';
import { Repricing } from './usage/repricing';
import { UsageBooking } from './usage/usage-booking';
import { UsageController } from './usage/usage.controller';
import { UsageIngestService } from './usage/usage-ingest.service';
import { UsageReadService } from './usage/usage-read.service';
import { UsageResolver } from './usage/usage.resolver';
import { WasteDetectionService } from './waste/waste-detection.service';
import { WasteDigest } from './waste/waste-digest';
import { WasteFindingService } from './waste/waste-finding.service';
import { WastePolicyService } from './waste/waste-policy.service';
import { WasteReadService } from './waste/waste-read.service';
import { WasteResolver } from './waste/waste.resolver';

@Module({
  controllers: [DecisionFileController, DisputeFileController, StatementFileController, UsageController],
  providers: [
    Allocation,
    ApplyPlanService,
    CycleScenariosResolver,
    DifferenceFieldsResolver,
    ApprovalLimit,
    BorrowRecall,
    BorrowResolver,
    BorrowService,
    BudgetAlerts,
    BudgetResolver,
    BudgetService,
    CapacityOutlookResolver,
    CapacityOutlookService,
    ChargeCapResolver,
    ChargeCapService,
    ChargeCorrectionResolver,
    ChargeCorrectionService,
    ChargeMonthResolver,
    ChargePreviewResolver,
    ChargeStatementResolver,
    ClusterConnectionFieldsResolver,
    ClusterConnectionService,
    ClusterDrivers,
    ClusterResolver,
    ClusterSecrets,
    ClusterUserService,
    BillFiles,
    BillImportService,
    BillPreviewService,
    ComputeDashboardResolver,
    ComputeDashboardService,
    ComputeGrantResolver,
    ComputeReclaimResolver,
    ComputeRequestFieldsResolver,
    ComputeRequestResolver,
    ComputeReviewResolver,
    ComputeReviewService,
    CostStackResolver,
    CostStackService,
    EndReminders,
    EnforcementJobs,
    EnforcementOperationFieldsResolver,
    EnforcementReadService,
    EnforcementResolver,
    EnforcementService,
    EntitlementResolver,
    EntitlementService,
    FundingNotices,
    FundingResolver,
    FundingService,
    GpuClassResolver,
    GpuClassService,
    GrantChangeService,
    GrantEnding,
    GrantFunds,
    GrantService,
    GrantOrderService,
    GrantUsersService,
    MonthClosingService,
    ParkedUsageService,
    PlanCheck,
    PlanGrants,
    PlanningCycleResolver,
    PlanningCycleService,
    PlanningFieldsResolver,
    PlanningNotices,
    PlanningReadService,
    PlanningReportService,
    ProposalFieldsResolver,
    ProposalService,
    RequestPlanningResolver,
    PoolReservationService,
    PoolResolver,
    CalendarService,
    DecisionFileService,
    DisputeFileService,
    PoolService,
    Reconciler,
    ReconciliationLineResolver,
    ReconciliationNotices,
    ReconciliationReadService,
    ReconciliationResolver,
    ReconciliationService,
    SupplierBillResolver,
    ReclaimHours,
    ReclaimMoves,
    ReclaimNotices,
    ReclaimReadService,
    ReclaimRules,
    ReclaimService,
    ReclaimWatch,
    RefundService,
    RequestAppealService,
    RequestDeadlines,
    RequestDraftService,
    RequestFormFieldResolver,
    RequestFormResolver,
    RequestFormService,
    RequestMoves,
    RequestNotices,
    RequestReadService,
    Repricing,
    RequestReclaimsResolver,
    RequestReviewService,
    RequestReviewsResolver,
    ReviewAssignmentResolver,
    ReviewAssignmentService,
    Reviewers,
    ReviewNotices,
    ReviewRounds,
    ReviewRubricResolver,
    ReviewRubricService,
    Reservations,
    StatementBooking,
    StatementFileService,
    StatementNotices,
    StatementReadService,
    SupplierResolver,
    SupplierService,
    TariffResolver,
    TariffService,
    TenantNames,
    TelemetryIngestService,
    TelemetryPullService,
    TelemetryReadService,
    TelemetryResolver,
    TelemetrySourceService,
    UsageBooking,
    UsageIngestService,
    UsagePullService,
    UsageReadService,
    UsageResolver,
    Waitlist,
    WasteDetectionService,
    WasteDigest,
    WasteFindingService,
    WastePolicyService,
    WasteReadService,
    WasteResolver,
    WhatIfResolver,
    WhatIfService,
  ],
  exports: [
    BillImportService, ReconciliationReadService, ReconciliationService,
    ApplyPlanService,
    ApprovalLimit,
    BudgetAlerts,
    BudgetService,
    ChargeCapService,
    ChargeCorrectionService,
    ComputeDashboardService,
    ComputeReviewService,
    EntitlementService,
    FundingService,
    GpuClassService,
    GrantChangeService,
    GrantService,
    MonthClosingService,
    ParkedUsageService,
    PlanningCycleService,
    PlanningReportService,
    PoolService,
    ReclaimReadService,
    ReclaimRules,
    ReclaimService,
    ReclaimWatch,
    ProposalService,
    RequestAppealService,
    RequestDraftService,
    RequestReadService,
    RequestReviewService,
    ReviewAssignmentService,
    ReviewRubricService,
    SupplierService,
    TariffService,
    TelemetryIngestService,
    UsageIngestService,
    ClusterConnectionService,
    ClusterUserService,
    EnforcementService,
    UsagePullService,
    Waitlist,
    WasteDetectionService,
  ],
})
export class ComputeModule {}
