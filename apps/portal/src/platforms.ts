import type { Platform } from '@wutong/core-web';
import { identity } from '@wutong/identity-web';
import { investors } from '@wutong/investors-web';
import { tenancy } from '@wutong/tenancy-web';

/** The platforms of the portal, in the order of the navigation: one line each. */
export const platforms = [tenancy, investors, identity] as const satisfies readonly Platform[];
