import { graphql } from '@wutong/core-web';
import type { ComputePoolPageQuery } from './pool-page.query.graphql';

graphql`
  query ComputePoolPage($id: ID!, $window: WindowInput!) {
    computePool(id: $id) {
      id code nameZh nameEn gpuClass region cluster isOpen headroom version contractId organisationId
      capacity { id gpus startsAt endsAt setByName setAt }
      reservationsByHand { id gpus startsAt endsAt reason reservedByName reservedAt }
      maintenance { id gpus startsAt endsAt reason announcedByName announcedAt cancelledAt }
    }
    computeCalendar(window: $window, poolId: $id) {
      poolId nameZh nameEn gpuClass
      levels { at gpus free }
      entries { id kind requestId requestNumber organisationNameZh organisationNameEn reason gpus startsAt endsAt }
    }
    computePools { id gpus reserved free inMaintenance utilisation supplierNameZh supplierNameEn fenPerGpuHour }
    supplierContracts { id number prices { gpuClass fenPerGpuHour validFrom validUntil setByName } }
  }
  mutation EndPoolReservation($id: ID!) { endPoolReservation(id: $id) { id endsAt } }
  mutation CancelPoolMaintenance($id: ID!) { cancelPoolMaintenance(id: $id) { id cancelledAt } }
`;

export type PoolPageData = ComputePoolPageQuery;
export type Pool = PoolPageData['computePool'];

/** How many days the calendar of a pool shows. */
export const CALENDAR_DAYS = 28;
