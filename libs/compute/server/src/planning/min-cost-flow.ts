/**
 * Minimum-cost flow by the primal–dual method (Ford & Fulkerson; Ahuja, Magnanti & Orlin, Network Flows, §9.8):
 * shortest paths with node potentials, then a blocking flow along all shortest paths at once. Integer capacities
 * and non-negative integer costs; exact while costs × nodes stay below 2^53. The number of phases is the number of
 * different path costs, in the planner about the number of different prices.
 */
export class CostNetwork {
  private readonly head: Int32Array;
  private readonly next: number[] = [];
  private readonly to: number[] = [];
  private readonly residual: number[] = [];
  private readonly cost: number[] = [];
  private readonly potential: Float64Array;
  private readonly cursor: Int32Array;
  private readonly visiting: Uint8Array;

  constructor(readonly nodes: number) {
    this.head = new Int32Array(nodes).fill(-1);
    this.potential = new Float64Array(nodes);
    this.cursor = new Int32Array(nodes);
    this.visiting = new Uint8Array(nodes);
  }

  addEdge(from: number, to: number, capacity: number, cost: number): number {
    const id = this.to.length;
    this.to.push(to, from);
    this.residual.push(capacity, 0);
    this.cost.push(cost, -cost);
    this.next.push(this.head[from]!, this.head[to]!);
    this.head[from] = id;
    this.head[to] = id + 1;
    return id;
  }

  flow(edge: number): number {
    return this.residual[edge + 1]!;
  }

  /** Sends as much as fits from source to sink at the least total cost; gives the amount. */
  solve(source: number, sink: number): number {
    let total = 0;
    for (;;) {
      const distance = this.distances(source);
      const reach = distance[sink]!;
      if (reach === Infinity) return total;
      // Nodes farther than the sink keep the sink's distance: reduced costs stay non-negative (AMO §9.8).
      for (let node = 0; node < this.nodes; node += 1) {
        this.potential[node]! += Math.min(distance[node]!, reach);
      }
      this.cursor.set(this.head);
      for (let sent = 1; sent > 0; total += sent) sent = this.push(source, sink, Number.MAX_SAFE_INTEGER);
    }
  }

  /** After `solve`: least cost of a path from `source` to every node; negative = what taking one unit back saves. */
  costFrom(source: number): Float64Array {
    const distance = this.distances(source);
    return distance.map((value, node) => value + this.potential[node]! - this.potential[source]!);
  }

  /** Dijkstra on reduced costs over edges with room left. */
  private distances(start: number): Float64Array {
    const distance = new Float64Array(this.nodes).fill(Infinity);
    const done = new Uint8Array(this.nodes);
    const heap = new Heap();
    distance[start] = 0;
    heap.push(0, start);
    for (let node = heap.pop(); node >= 0; node = heap.pop()) {
      if (done[node]) continue;
      done[node] = 1;
      for (let edge = this.head[node]!; edge >= 0; edge = this.next[edge]!) {
        if (this.residual[edge]! <= 0) continue;
        const other = this.to[edge]!;
        if (done[other]) continue;
        const reached = distance[node]! + this.cost[edge]! + this.potential[node]! - this.potential[other]!;
        if (reached < distance[other]!) {
          distance[other] = reached;
          heap.push(reached, other);
        }
      }
    }
    return distance;
  }

  private push(node: number, sink: number, limit: number): number {
    if (node === sink) return limit;
    let pushed = 0;
    this.visiting[node] = 1;
    for (; this.cursor[node]! >= 0 && pushed < limit; this.cursor[node] = this.next[this.cursor[node]!]!) {
      const edge = this.cursor[node]!;
      const other = this.to[edge]!;
      const room = Math.min(limit - pushed, this.residual[edge]!);
      if (room <= 0 || this.visiting[other]) continue;
      if (this.cost[edge]! + this.potential[node]! - this.potential[other]! !== 0) continue;
      const sent = this.push(other, sink, room);
      this.residual[edge]! -= sent;
      this.residual[edge ^ 1]! += sent;
      pushed += sent;
      if (pushed === limit) break;
    }
    this.visiting[node] = 0;
    return pushed;
  }
}

/** Binary heap of (key, node), smallest key first, smaller node first among equals so that runs are repeatable. */
class Heap {
  private readonly keys: number[] = [];
  private readonly nodes: number[] = [];

  push(key: number, node: number): void {
    let at = this.keys.push(key) - 1;
    this.nodes.push(node);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!this.before(at, up)) break;
      this.swap(at, up);
      at = up;
    }
  }

  /** The node with the smallest key, or -1 when empty. */
  pop(): number {
    if (this.keys.length === 0) return -1;
    const top = this.nodes[0]!;
    this.swap(0, this.keys.length - 1);
    this.keys.pop();
    this.nodes.pop();
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.keys.length && this.before(child, least)) least = child;
      }
      if (least === at) return top;
      this.swap(at, least);
      at = least;
    }
  }

  private before(a: number, b: number): boolean {
    return this.keys[a]! - this.keys[b]! < 0 || (this.keys[a] === this.keys[b] && this.nodes[a]! < this.nodes[b]!);
  }

  private swap(a: number, b: number): void {
    [this.keys[a], this.keys[b]] = [this.keys[b]!, this.keys[a]!];
    [this.nodes[a], this.nodes[b]] = [this.nodes[b]!, this.nodes[a]!];
  }
}
