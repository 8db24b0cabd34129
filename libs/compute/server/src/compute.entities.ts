import { ComputeBorrow } from './borrow/compute-borrow.entity';
import { ComputeBudget } from './budget/compute-budget.entity';
import { ChargeMonth } from './charge/charge-month.entity';
import { ChargeStatement } from './charge/charge-statement.entity';
import { ChargeCorrection } from './correction/charge-correction.entity';
import { ClusterConnection } from './cluster/cluster-connection.entity';
import { EnforcementOperation, GrantEnforcement } from './enforcement/enforcement.entity';
import { SavedBillMapping } from './bill/bill-mapping.entity';
import { SupplierBill } from './bill/supplier-bill.entity';
import { ComputeEntitlement } from './entitlement/compute-entitlement.entity';
import { FundingSource } from './funding/funding-source.entity';
import { GpuClass, GpuClassFactor } from './gpu-class/gpu-class.entity';
import { ComputeChange } from './grant/compute-change.entity';
import { ComputeGrant } from './grant/compute-grant.entity';
import { ComputeAccessKey, ComputeGrantUser } from './grant/grant-people.entity';
import { PlanningCycle, PlanningLeftOut } from './planning-cycle/planning-cycle.entity';
import { PlanningOutcome, PlanningProposal, PlanningScenario, PlanningShare } from './planning-cycle/planning-proposal.entity';
import { PlanningReport } from './planning-cycle/planning-report.entity';
import { ComputePool, ComputeReservation, PoolCapacity, PoolMaintenance } from './pool/compute-pool.entity';
import { ComputeReclaim, ComputeReclaimRule } from './reclaim/compute-reclaim.entity';
import { Reconciliation, ReconciliationLine } from './reconciliation/reconciliation.entity';
import { ComputeRequest } from './request/compute-request.entity';
import { ComputeRequestForm } from './request-form/request-form.entity';
import { ComputeReview } from './review/compute-review.entity';
import { ComputeReviewAssignment } from './review/review-assignment.entity';
import { ComputeReviewRubric } from './review/review-rubric.entity';
import { SupplierContract } from './supplier/supplier-contract.entity';
import { ComputeTariff } from './tariff/compute-tariff.entity';
import { TelemetrySource } from './telemetry/telemetry-source.entity';
import { UsageImport, UsageRecord } from './usage/usage-record.entity';
import { WasteFinding } from './waste/waste-finding.entity';
import { WastePolicy } from './waste/waste-policy.entity';

export const computeEntities = [
  ChargeCorrection, ChargeMonth, ChargeStatement,
  ComputeAccessKey, ComputeBorrow, ComputeBudget, ComputeChange, ComputeEntitlement, ComputeGrant, ComputeGrantUser, ComputePool,
  ComputeReclaim, ComputeReclaimRule, ComputeRequest, ComputeRequestForm, ComputeReservation, ComputeReview, ComputeReviewAssignment, ComputeReviewRubric,
  ComputeTariff, FundingSource,
  GpuClass, GpuClassFactor,
  PlanningCycle, PlanningLeftOut, PlanningOutcome, PlanningProposal, PlanningReport, PlanningScenario, PlanningShare,
  PoolCapacity, PoolMaintenance, SupplierContract, TelemetrySource, UsageImport, UsageRecord, WasteFinding, WastePolicy,
  ClusterConnection, EnforcementOperation, GrantEnforcement,
  Reconciliation, ReconciliationLine, SavedBillMapping, SupplierBill,
];
