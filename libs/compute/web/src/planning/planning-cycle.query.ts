import { graphql } from '@wutong/core-web';
import type { PlanningCyclePageQuery } from './planning-cycle.query.graphql';

graphql`
  query PlanningCyclePage($id: ID!) {
    planningCycle(id: $id) {
      id code state version firstMonth lastMonth quantumMh note openedByName openedAt approvalBy appliedByName appliedAt publishedAt
      isPlanCurrent
      policy { stages { stage percent } halfLifeMonths leastPercent mostPercent }
      actions { event to needsReason }
      timeline { id at event actorName reason }
      proposal {
        id number inputsHash planHash askedByName readyAt
        figures { askedMh grantedMh capacityMh costFen jainOfShares jainOfDemandMet belowSlice envy }
        firstCome { askedMh grantedMh capacityMh costFen jainOfShares jainOfDemandMet belowSlice envy }
        cells { poolId month capacityMh grantedMh fenPerGpuHour }
      }
      latestProposal { id number state failure askedByName askedAt }
      pools { id code nameZh nameEn gpuClass }
      shares {
        organisationId nameZh nameEn weight askedMh grantedMh entitlementMh borrowedMh lentMh isIncentiveKept costFen firstComeMh firstComeFen
      }
      outcomes {
        requestId organisationId nameZh nameEn number gpuClass askedMh grantedMh firstComeMh levelMh costFen marginalFen reasonKind reasonText
        planned { month mh fen pool { id code } }
        gpusOverTime { gpus startsAt endsAt pool { id code } }
      }
      scenarios {
        id name inputsHash runByName runAt failure
        changes { kind pool gpuClass gpus fenPerGpuHour percent }
        result {
          before { grantedMh costFen belowSlice jainOfShares }
          after { grantedMh costFen belowSlice jainOfShares }
          tenants { id beforeMh afterMh beforeFen afterFen organisation { id nameZh nameEn } }
        }
      }
      candidates {
        requestId number organisationId nameZh nameEn state gpuClass gpus startsAt endsAt amountMh priority reviews meanScore scorePercent status cutByQuotaMh
        leftOutBecause
      }
    }
  }
  mutation ProposePlan($cycleId: ID!) { proposePlan(cycleId: $cycleId) { isUnchanged proposal { id state } } }
  mutation ApplyPlan($input: PlanningCycleMoveInput!) { applyPlan(input: $input) { id state version } }
  mutation PublishPlanningReport($input: PlanningCycleMoveInput!) { publishPlanningReport(input: $input) { id state version } }
  mutation SendBackPlan($input: PlanningCycleReasonInput!) { sendBackPlan(input: $input) { id state version } }
  mutation CancelPlanningCycle($input: PlanningCycleReasonInput!) { cancelPlanningCycle(input: $input) { id state version } }
  mutation LeaveOutOfPlan($input: LeaveOutOfPlanInput!) { leaveOutOfPlan(input: $input) { id } }
  mutation TakeIntoPlan($input: TakeIntoPlanInput!) { takeIntoPlan(input: $input) { id } }
  mutation RunPlanningScenario($input: RunPlanningScenarioInput!) { runPlanningScenario(input: $input) { id } }
  query PlanningWorld($cycleId: ID!) { planningWorld(cycleId: $cycleId) }
`;

export type Cycle = PlanningCyclePageQuery['planningCycle'];
export type Proposal = NonNullable<Cycle['proposal']>;
export type Share = Cycle['shares'][number];
export type Outcome = Cycle['outcomes'][number];
export type Candidate = Cycle['candidates'][number];
export type Scenario = Cycle['scenarios'][number];
