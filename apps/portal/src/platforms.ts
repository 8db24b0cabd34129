import type { Platform } from '@wutong/core-web';

/** The platforms of the portal, in the order of the navigation: one line each. */
export const platforms = [] as const satisfies readonly Platform[];
