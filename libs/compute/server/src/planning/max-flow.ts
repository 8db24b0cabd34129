/**
 * Maximum flow by Dinic's algorithm (E. A. Dinic 1970; O(V²E), near linear on the shallow three-layer networks of the
 * planner). Capacities are integers held in doubles: exact as long as every capacity and the total stay below 2^53,
 * which `buildProblem` checks once for the whole plan.
 *
 * Edges out of the source never lose flow while augmenting. The planner builds on that: capacities may be raised
 * and `augment` called again, and whatever was given stays given.
 */
export class FlowNetwork {
  private readonly head: Int32Array;
  private readonly level: Int32Array;
  private readonly cursor: Int32Array;
  private readonly next: number[] = [];
  private readonly to: number[] = [];
  private readonly residual: number[] = [];

  constructor(readonly nodes: number) {
    this.head = new Int32Array(nodes).fill(-1);
    this.level = new Int32Array(nodes);
    this.cursor = new Int32Array(nodes);
  }

  /** Adds an edge with an integer capacity and gives its id; id + 1 is its reverse. */
  addEdge(from: number, to: number, capacity: number): number {
    const id = this.to.length;
    this.to.push(to, from);
    this.residual.push(capacity, 0);
    this.next.push(this.head[from]!, this.head[to]!);
    this.head[from] = id;
    this.head[to] = id + 1;
    return id;
  }

  flow(edge: number): number {
    return this.residual[edge + 1]!;
  }

  raise(edge: number, by: number): void {
    this.residual[edge]! += by;
  }

  /** Pushes as much more as fits from source to sink; gives the amount pushed by this call. */
  augment(source: number, sink: number): number {
    let total = 0;
    while (this.layer(source, sink)) {
      this.cursor.set(this.head);
      total += this.push(source, sink, Number.MAX_SAFE_INTEGER);
    }
    return total;
  }

  /** Marks the nodes which `from` reaches along edges with room left: 1 = reached. */
  reachableFrom(from: number): Uint8Array {
    return this.search(from, 0);
  }

  /** Marks the nodes from which `target` is reached along edges with room left: the complement is the largest cut. */
  reaching(target: number): Uint8Array {
    return this.search(target, 1);
  }

  private search(start: number, backwards: 0 | 1): Uint8Array {
    const seen = new Uint8Array(this.nodes);
    const queue = [start];
    seen[start] = 1;
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      for (let edge = this.head[node]!; edge >= 0; edge = this.next[edge]!) {
        const other = this.to[edge]!;
        if (seen[other] || this.residual[edge ^ backwards]! <= 0) continue;
        seen[other] = 1;
        queue.push(other);
      }
    }
    return seen;
  }

  private layer(source: number, sink: number): boolean {
    this.level.fill(-1);
    this.level[source] = 0;
    const queue = [source];
    for (let at = 0; at < queue.length; at += 1) {
      const node = queue[at]!;
      for (let edge = this.head[node]!; edge >= 0; edge = this.next[edge]!) {
        const other = this.to[edge]!;
        if (this.level[other]! >= 0 || this.residual[edge]! <= 0) continue;
        this.level[other] = this.level[node]! + 1;
        if (other === sink) return true;
        queue.push(other);
      }
    }
    return false;
  }

  private push(node: number, sink: number, limit: number): number {
    if (node === sink) return limit;
    let pushed = 0;
    for (; this.cursor[node]! >= 0; this.cursor[node] = this.next[this.cursor[node]!]!) {
      const edge = this.cursor[node]!;
      const other = this.to[edge]!;
      const room = Math.min(limit - pushed, this.residual[edge]!);
      if (room <= 0 || this.level[other] !== this.level[node]! + 1) continue;
      const sent = this.push(other, sink, room);
      if (sent === 0) continue;
      this.residual[edge]! -= sent;
      this.residual[edge ^ 1]! += sent;
      pushed += sent;
      if (pushed === limit) return pushed;
    }
    return pushed;
  }
}
