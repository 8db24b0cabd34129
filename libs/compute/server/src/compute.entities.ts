import { ComputeEntitlement } from './entitlement/compute-entitlement.entity';
import { FundingSource } from './funding/funding-source.entity';
import { GpuClass, GpuClassFactor } from './gpu-class/gpu-class.entity';
import { ComputeChange } from './grant/compute-change.entity';
import { ComputeGrant } from './grant/compute-grant.entity';
import { ComputeAccessKey, ComputeGrantUser } from './grant/grant-people.entity';
import { ComputePool, ComputeReservation, PoolCapacity, PoolMaintenance } from './pool/compute-pool.entity';
import { ComputeReclaim, ComputeReclaimRule } from './reclaim/compute-reclaim.entity';
import { ComputeRequest } from './request/compute-request.entity';
import { SupplierContract } from './supplier/supplier-contract.entity';
import { ComputeTariff } from './tariff/compute-tariff.entity';
import { UsageImport, UsageRecord } from './usage/usage-record.entity';

export const computeEntities = [
  ComputeAccessKey, ComputeChange, ComputeEntitlement, ComputeGrant, ComputeGrantUser, ComputePool, ComputeReclaim,
  ComputeReclaimRule, ComputeRequest, ComputeReservation, ComputeTariff, FundingSource, GpuClass, GpuClassFactor, PoolCapacity,
  PoolMaintenance, SupplierContract, UsageImport, UsageRecord,
];
