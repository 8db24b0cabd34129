/** What another organisation has, by the name under which `OBJECTS` asks for it. */
export interface Objects {
  readonly organisation: string;
  readonly supplier: string;
  readonly user: string;
  readonly membership: string;
  readonly invitation: string;
  readonly session: string;
  readonly apiToken: string;
  readonly notification: string;
  readonly conflict: string;
  readonly mail: string;
  readonly file: string;
  /** Not attached to anything yet. */
  readonly looseFile: string;
  readonly application: string;
  readonly dueDiligenceItem: string;
  readonly tenancy: string;
  readonly task: string;
  readonly growthReport: string;
  readonly request: string;
  readonly accessKey: string;
  readonly grant: string;
  readonly borrow: string;
  readonly budget: string;
  readonly reclaim: string;
  readonly contract: string;
  readonly pool: string;
  readonly maintenance: string;
  readonly poolReservation: string;
  readonly reconciliation: string;
  /** A supplier’s, not attached to anything yet. */
  readonly billFile: string;
  readonly fundingSource: string;
  readonly chargeStatement: string;
  readonly chargeCorrection: string;
  readonly wasteFinding: string;
}

/**
 * Which object stands behind an id: the first line that fits `operation argument: answer`. An operation that takes an
 * id and fits none fails the sweep.
 */
export const OBJECTS: readonly (readonly [RegExp, keyof Objects])[] = [
  [/^claimTenancyApplication |input\.id: .*TenancyApplication/, 'application'],
  [/^tenancyApplication id/, 'application'],
  [/^(change|end)ComputeBudget input\.id/, 'budget'],
  [/ (input\.)?id: .*ComputeReclaim/, 'reclaim'],
  [/^(acknowledge|actOn)WasteFinding input\.id/, 'wasteFinding'],
  [/ (input\.)?id: .*ComputeRequest/, 'request'],
  [/^(acceptComputeTerms|addComputeAccessKey|leaveOutOfPlan|setClusterUserName|setComputeGrantPaysFirst|setComputeGrantUsers|takeIntoPlan|borrowGpus|giveComputeReview|assignComputeReviewers|declineComputeReview) input\.requestId|^(computeBorrowOffer|computeReviewCandidates) requestId/, 'request'],
  [/^giveBackBorrowedGpus id|^recallBorrowedGpus input\.id/, 'borrow'],
  [/ (input\.)?id: Tenancy!/, 'tenancy'],
  [/ taskId|input\.taskId/, 'task'],
  [/^settleDueDiligenceItem input\.itemId/, 'dueDiligenceItem'],
  [/^submitGrowthReport input\.id/, 'growthReport'],
  [/^revokeComputeAccessKey id/, 'accessKey'],
  [/^cancelPoolMaintenance id/, 'maintenance'],
  [/^endPoolReservation id/, 'poolReservation'],
  [/^chargeStatement id/, 'chargeStatement'],
  [/ChargeCorrection input\.id/, 'chargeCorrection'],
  [/^(changeFundingCaps|clawBackFunding) input\.id/, 'fundingSource'],
  [/[. ]poolIds?: |^computePool id/, 'pool'],
  [/\.contractId: /, 'contract'],
  [/[. ]supplierIds?: /, 'supplier'],
  [/[. ]grantId: /, 'grant'],
  [/ (input\.)?id: Reconciliation!|[. ]reconciliationId: /, 'reconciliation'],
  [/^files ids/, 'file'],
  [/^billPreview fileId|^importSupplierBill input\.fileId/, 'billFile'],
  [/^discardFile id/, 'looseFile'],
  [/^(resend|revoke)Invitation id/, 'invitation'],
  [/^(changeMemberRoles|endMembership) id/, 'membership'],
  [/^(deactivateUser|reactivateUser) id|^signInAsDemoPerson userId|filter\.actorId|\.userIds: /, 'user'],
  [/^endSession id/, 'session'],
  [/^revokeApiToken id/, 'apiToken'],
  [/^markNotificationsRead ids/, 'notification'],
  [/^endConflictOfInterest id/, 'conflict'],
  [/^readKeptMail id/, 'mail'],
  [/^(editOrganisation|closeOrganisation|organisation) id|[. ]organisationId: /, 'organisation'],
];

/** Ids that are nobody's: with the reason. */
export const NOBODYS: readonly (readonly [RegExp, string])[] = [
  [/^(close|reopen)ChargeMonth input\.id/, 'the closing of a month is the centre’s own'],
  [/^startTenancyApplication input\.roundId/, 'rounds of admission are announced to everybody'],
  [/^retryDeadJob id/, 'failed work is the machine’s'],
  [/^(setClusterUserName|setComputeGrantUsers) input\.userIds?/, 'a user of a request is asked for with that request'],
  [/^assignComputeReviewers input\.reviewerIds/, 'who reviews is the centre’s people'],
  [/input\.panel\.present/, 'who sits on a panel is the centre’s people'],
  [/cycleId: |: PlanningCycle!/, 'planning cycles are the centre’s; companies’ lines in them are theirs'],
  [/^saveComputeRequest input\.datasetIds/, 'data sets are named before they are kept here'],
];

/**
 * What people of the centre see of an organisation in which they have a conflict of interest: its name and its people,
 * whom administrators look after, are no case that is judged.
 */
export const NO_CASE = new RegExp(
  '^(organisation id|members|invitations|invite |resendInvitation|revokeInvitation|' +
    'changeMemberRoles|endMembership|deactivateUser|reactivateUser|declareConflictOfInterest|endConflictOfInterest|' +
    'auditLog filter.actorId)',
);
