import { computeEntities, ComputeModule } from '@wutong/compute-server';
import { coreEntities } from '@wutong/core-server';
import { identityEntities, IdentityModule } from '@wutong/identity-server';
import { InvestorsModule } from '@wutong/investors-server';
import { tenancyEntities, TenancyModule } from '@wutong/tenancy-server';

/** The platforms of the centre, one line each. API, worker and command line run the same ones. */
export const platforms = [
  IdentityModule,
  TenancyModule,
  ComputeModule,
  InvestorsModule,
];

/** Every table's class. */
export const entities = [...coreEntities, ...identityEntities, ...tenancyEntities, ...computeEntities];
