/** From this moment on so many GPUs of a pool are given to nobody, head-room included; below zero when too many are. */
export interface Idle {
  readonly at: Date;
  readonly gpus: number;
}

/** GPUs on loan from one moment to another. */
export interface Loan {
  readonly id: string;
  readonly gpus: number;
  readonly startsAt: Date;
  readonly returnsAt: Date;
}

export interface Recall {
  readonly id: string;
  readonly returnsAt: Date;
}

/**
 * Which loans of a pool have to come back early, and when, so that at no moment more is lent than is idle. Who borrowed last
 * gives back first, and no loan ends sooner than it must: when its GPUs are wanted, but with the notice that was promised.
 * Within the notice more may be lent than is idle; whoever gives GPUs out waits for it.
 *
 * @param idle by moment, the first not after `now`
 */
export function recalls(idle: readonly Idle[], loans: readonly Loan[], now: Date, noticeMs: number): Recall[] {
  const returns = new Map(loans.map(({ id, returnsAt }) => [id, returnsAt]));
  const lastFirst = [...loans].sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime() || (a.id < b.id ? 1 : -1));
  const earliest = now.getTime() + noticeMs;
  // What is lent only falls with time, so each moment at which less is idle is settled once, in order.
  for (const { at, gpus } of idle) {
    const from = Math.max(at.getTime(), earliest);
    const out = lastFirst.filter(({ id }) => (returns.get(id)?.getTime() ?? 0) > from);
    let tooMany = out.reduce((sum, loan) => sum + loan.gpus, 0) - Math.max(0, gpus);
    for (const loan of out) {
      if (tooMany <= 0) break;
      returns.set(loan.id, new Date(from));
      tooMany -= loan.gpus;
    }
  }
  return loans.flatMap(({ id, returnsAt }) => {
    const next = returns.get(id) ?? returnsAt;
    return next < returnsAt ? [{ id, returnsAt: next }] : [];
  });
}
