import type { Visitor } from '@wutong/core-testing';
import { mutate } from './admit';

export interface GpuWindow {
  gpus: number;
  startsAt: string;
  endsAt: string;
  amountMh: string;
}

/** A request for H100 that its founder handed in and the operator sized as asked; gives its id. */
export async function sizedRequest(founder: Visitor, operator: Visitor, window: GpuWindow): Promise<string> {
  const { startComputeRequest: { id } } = await founder.graphql<{ startComputeRequest: { id: string } }>('mutation { startComputeRequest { id } }');
  await mutate(founder, 'saveComputeRequest', 'SaveComputeRequestInput', 'id', {
    id, gpuClass: 'h100', purposeKind: 'pretrain', purpose: 'The next base model.', ...window,
  });
  await moveRequest(founder, id, 'submitComputeRequest');
  await moveRequest(operator, id, 'claimComputeRequest');
  await moveRequest(operator, id, 'sizeComputeRequest', { ...window, note: 'As asked.' });
  return id;
}

/** Moves a request on from where it stands. */
export async function moveRequest(who: Visitor, id: string, name: string, input: object = {}): Promise<void> {
  const { computeRequest: { version } } = await who.graphql<{ computeRequest: { version: number } }>(
    'query ($id: ID!) { computeRequest(id: $id) { version } }', { id },
  );
  const type = name === 'sizeComputeRequest' ? 'SizeComputeRequestInput' : 'ComputeRequestMoveInput';
  await mutate(who, name, type, '__typename', { id, version, ...input });
}
