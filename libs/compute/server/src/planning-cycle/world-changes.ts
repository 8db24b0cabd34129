import { canonicalJson } from '../planning/parse-world';
import type { World } from '../planning/world';

/** What is different between two worlds of a cycle, by the names that people know. */
export interface WorldChanges {
  readonly requests: readonly string[];
  readonly pools: readonly string[];
  /** Companies whose weight counts differently. */
  readonly tenants: number;
  readonly isPolicy: boolean;
}

export function worldChanges(before: World, after: World): WorldChanges {
  return {
    requests: changed(before.requests, after.requests), pools: changed(before.pools, after.pools),
    tenants: changed(before.tenants, after.tenants).length,
    isPolicy: !isSame([before.policy, before.quantumHours, before.normalisation, before.cycle],
      [after.policy, after.quantumHours, after.normalisation, after.cycle]),
  };
}

/** Names of what was added, dropped or altered; a slice or part (`name:day`) goes by its whole. */
function changed(before: readonly { id: string }[], after: readonly { id: string }[]): string[] {
  const group = (list: readonly { id: string }[]): Map<string, unknown[]> => {
    const groups = new Map<string, unknown[]>();
    for (const one of list) {
      const name = one.id.split(':')[0]!;
      // Which slices a request may use follows from the pools, where it is told.
      groups.set(name, [...(groups.get(name) ?? []), { ...one, pools: undefined }]);
    }
    return groups;
  };
  const [old, now] = [group(before), group(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => !isSame(old.get(name), now.get(name))).sort();
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
