import type { Say } from '../errors/app-error';

/** Why something was booked: the case (or record) and what happened to it. */
export interface Cause {
  readonly type: string;
  readonly id: string;
  readonly event: string;
}

interface Described {
  readonly cause: Cause;
  /** What a person reads on the statement, when cause and accounts do not say it. */
  readonly memo?: Say;
}

/** An amount moves at once. Between accounts that keep credits (the usual ones) it leaves `debit`, enters `credit`. */
export interface Transfer extends Described {
  /** Chosen by the caller, so that a retry is the same transfer (`ledgerId`). */
  readonly id: string;
  readonly debit: string;
  readonly credit: string;
  /** In the accounts' smallest unit; above zero. */
  readonly amount: bigint;
}

/** An amount is set aside: it leaves what is available at once, and arrives only when posted. */
export interface Hold extends Transfer {
  /** From this moment on it can no longer be posted; `expireDue` gives it back. */
  readonly expiresAt?: Date;
}

/** A hold comes true: whole, or up to `amount`; the rest returns. */
export interface Post extends Described {
  readonly hold: string;
  readonly amount?: bigint;
}

/** A hold comes to nothing: all of it returns. */
export interface Void extends Described {
  readonly hold: string;
}

export type Movement =
  | ({ readonly kind: 'transfer' } & Transfer)
  | ({ readonly kind: 'hold' } & Hold)
  | ({ readonly kind: 'post' } & Post)
  | ({ readonly kind: 'void' } & Void);
