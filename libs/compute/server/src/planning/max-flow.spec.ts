import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FlowNetwork } from './max-flow';
import { CostNetwork } from './min-cost-flow';
import { runs } from './random-worlds';

const NODES = 6;
const edges = fc.array(
  fc.record({
    from: fc.nat(NODES - 1),
    to: fc.nat(NODES - 1),
    capacity: fc.nat(9),
    cost: fc.nat(5),
  }),
  { maxLength: 20 },
);

test('the greatest flow is the smallest cut over all sets of nodes, and both sides are told', () => {
  fc.assert(
    fc.property(edges, (list) => {
      const network = new FlowNetwork(NODES);
      for (const { from, to, capacity } of list) network.addEdge(from, to, capacity);
      const cutOf = (inside: (node: number) => boolean): number =>
        list.reduce((sum, { from, to, capacity }) => (inside(from) && !inside(to) ? sum + capacity : sum), 0);
      const cuts = Array.from({ length: 1 << (NODES - 2) }, (_, set) =>
        cutOf((node) => node === 0 || (node !== 1 && ((set >> (node - 2)) & 1) === 1)),
      );
      const flow = network.augment(0, 1);
      expect(flow).toBe(Math.min(...cuts));
      const near = network.reachableFrom(0);
      const far = network.reaching(1);
      expect(cutOf((node) => near[node] === 1)).toBe(flow);
      expect(cutOf((node) => far[node] === 0)).toBe(flow);
    }),
    { numRuns: runs },
  );
});

test('the cheapest greatest flow leaves no cycle that would save', () => {
  fc.assert(
    fc.property(edges, (list) => {
      const cheap = new CostNetwork(NODES);
      const plain = new FlowNetwork(NODES);
      const added = list.map(({ from, to, capacity, cost }) => {
        plain.addEdge(from, to, capacity);
        return { from, to, capacity, cost, edge: cheap.addEdge(from, to, capacity, cost) };
      });
      expect(cheap.solve(0, 1)).toBe(plain.augment(0, 1));
      // Bellman–Ford over the residual edges: a distance that still falls after NODES rounds is a saving cycle.
      const residual = added.flatMap(({ from, to, capacity, cost, edge }) => [
        ...(cheap.flow(edge) < capacity ? [{ from, to, cost }] : []),
        ...(cheap.flow(edge) > 0 ? [{ from: to, to: from, cost: -cost }] : []),
      ]);
      const distance = Array.from({ length: NODES }, () => 0);
      const relax = (): boolean => {
        let changed = false;
        for (const { from, to, cost } of residual) {
          if (distance[from]! + cost >= distance[to]!) continue;
          distance[to] = distance[from]! + cost;
          changed = true;
        }
        return changed;
      };
      for (let round = 0; round < NODES; round += 1) relax();
      expect(relax()).toBe(false);
    }),
    { numRuns: runs },
  );
});
