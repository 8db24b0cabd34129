import type { Visitor } from '@wutong/core-testing';
import { mutate } from './admit';
import type { Centre } from './centre';

const DAY = 86_400_000;

/** A supplier of the centre with a pool of so many H100, at 12 yuan an hour. */
export async function openPool({ administrator }: Centre, who: Visitor, { cluster, gpus }: { cluster: string; gpus: number }): Promise<void> {
  const at = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
  const { id: supplierId } = await mutate(administrator, 'registerOrganisation', 'RegisterOrganisationInput', 'id', {
    kind: 'supplier', nameZh: '滨江算力', nameEn: 'Riverside Compute',
  });
  await mutate(who, 'createGpuClass', 'CreateGpuClassInput', 'code', {
    code: 'h100', name: 'H100', memoryGib: 80, factorMilli: 1000, source: 'reference',
  });
  const { id: contractId } = await mutate(who, 'signSupplierContract', 'SignSupplierContractInput', 'id', {
    supplierId, number: 'RC-1', startsAt: at(-40), endsAt: at(300),
  });
  await mutate(who, 'setSupplierPrice', 'SetSupplierPriceInput', 'gpuClass', {
    contractId, gpuClass: 'h100', fenPerGpuHour: '1200', validFrom: at(-40),
  });
  const { id: poolId } = await mutate(who, 'createComputePool', 'CreateComputePoolInput', 'id', {
    contractId, code: 'RC-H', nameZh: '滨江一号机房', nameEn: 'Riverside hall', gpuClass: 'h100', region: 'Shanghai', cluster, headroom: 0,
  });
  await mutate(who, 'setPoolCapacity', 'SetPoolCapacityInput', 'gpus', { poolId, gpus, startsAt: at(-39), endsAt: at(290) });
}
