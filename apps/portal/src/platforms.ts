import type { Platform } from '@wutong/core-web';
import { compute } from '@wutong/compute-web';
import { identity } from '@wutong/identity-web';
import { investors } from '@wutong/investors-web';
import { tenancy } from '@wutong/tenancy-web';

/** The platforms of the portal, in the order of the navigation: one line each. */
export const platforms = [compute, tenancy, investors, identity] as const satisfies readonly Platform[];
