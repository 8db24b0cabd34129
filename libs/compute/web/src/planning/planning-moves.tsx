import { useLingui } from '@lingui/react/macro';
import { useApolloClient } from '@apollo/client/react';
import { Button, CaseActions, saveFile, toast, useCan, useCommand, useFormat, type ActionLook, type ServerAction } from '@wutong/core-web';
import { Trans } from '@lingui/react/macro';
import { toHours } from '../gpu-hours';
import {
  ApplyPlanDocument, CancelPlanningCycleDocument, PlanningWorldDocument, ProposePlanDocument, PublishPlanningReportDocument, SendBackPlanDocument,
} from './planning-cycle.query.graphql';
import type { Cycle } from './planning-cycle.query';

const AGAIN = { refetch: ['PlanningCyclePage'] };

/** What can be done with a cycle now: compute, decide, publish, and hand its world to another solver. */
export function PlanningMoves({ cycle, isComputing }: { cycle: Cycle; isComputing: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  const client = useApolloClient();
  const canPlan = useCan('planning-cycle.plan');
  const canTry = useCan('planning-cycle.try');
  const propose = useCommand(ProposePlanDocument, AGAIN);
  const apply = useCommand(ApplyPlanDocument, AGAIN);
  const publish = useCommand(PublishPlanningReportDocument, AGAIN);
  const sendBack = useCommand(SendBackPlanDocument, AGAIN);
  const cancel = useCommand(CancelPlanningCycleDocument, AGAIN);
  const isOpen = cycle.state === 'collecting' || cycle.state === 'proposed';
  const given = cycle.outcomes.filter(({ grantedMh }) => BigInt(grantedMh) > 0n);
  const nothing = cycle.outcomes.length - given.length;
  const hours = format.number(Math.round(given.reduce((sum, { grantedMh }) => sum + toHours(grantedMh), 0)));
  const looks: Readonly<Record<string, ActionLook>> = {
    apply: {
      label: t`Apply the plan`, isPrimary: true, keys: 'a',
      consequences: [
        t`${given.length} requests are approved with their planned hours, ${hours} GPU-hours together, held in each company’s quota at once.`,
        t`Their GPUs are reserved in the pools as planned; the companies are told.`,
        ...(nothing > 0 ? [t`${nothing} requests get nothing: they stay where they stand, and read why.`] : []),
        t`If anything has changed since the plan was made, nothing happens.`,
      ],
      fourEyes: t`You may decide because somebody else opened the cycle and had the plan computed.`, done: t`The plan is in force`,
    },
    sendBack: { label: t`Send back`, consequences: [t`The cycle collects again; the operators read your reason.`], done: t`The plan is sent back` },
    publish: {
      label: t`Publish the report`, isPrimary: true, keys: 'p',
      consequences: [
        t`Every company reads how the hours were shared; other companies appear as numbers, without names.`,
        t`The companies of this cycle are told.`,
      ],
      done: t`The fairness report is published`,
    },
    cancel: { label: t`Cancel the cycle`, isDanger: true, consequences: [t`Its requests stay where they stand.`], done: t`The cycle is cancelled` },
  };
  const perform = async ({ event }: ServerAction, reason: string): Promise<void> => {
    const input = { id: cycle.id, version: cycle.version };
    if (event === 'apply') await apply.send({ input });
    if (event === 'publish') await publish.send({ input });
    if (event === 'sendBack') await sendBack.send({ input: { ...input, reason } });
    if (event === 'cancel') await cancel.send({ input: { ...input, reason } });
  };
  const compute = async (): Promise<void> => {
    const answer = await propose.run({ cycleId: cycle.id });
    if (answer?.proposePlan.isUnchanged) toast.done(t`Nothing has changed: the plan stands as it is`);
  };
  const download = async (): Promise<void> => {
    const { data } = await client.query({ query: PlanningWorldDocument, variables: { cycleId: cycle.id }, fetchPolicy: 'network-only' });
    if (data) saveFile(`${cycle.code}.world.json`, data.planningWorld, 'application/json');
  };
  return (
    <>
      {canTry && cycle.proposal && <Button onPress={() => void download()}><Trans>Download the inputs</Trans></Button>}
      {canPlan && isOpen && (
        <Button variant={cycle.proposal ? 'secondary' : 'primary'} isPending={propose.isBusy || isComputing} onPress={() => void compute()}>
          {cycle.proposal ? <Trans>Plan again</Trans> : <Trans>Compute the plan</Trans>}
        </Button>
      )}
      <CaseActions actions={cycle.actions} looks={looks} perform={perform} />
    </>
  );
}
