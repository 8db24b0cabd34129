import type { Platform } from '@wutong/core-web';
import { identity } from '@wutong/identity-web';
import { investors } from '@wutong/investors-web';

/** The platforms of the portal, in the order of the navigation: one line each. */
export const platforms = [investors, identity] as const satisfies readonly Platform[];
