/** States of a request in which its grant runs: people may start jobs. */
export const RUNNING: ReadonlySet<string> = new Set(['active', 'change_pending', 'renewal_pending']);

/** States in which there is a grant to use. */
export const LIVE: ReadonlySet<string> = new Set(['allocated', ...RUNNING]);
