interface Branch {
  path: string;
  width: number;
}

interface Leaf {
  x: number;
  y: number;
  turn: number;
  isEmber: boolean;
}

/** The same tree every time: a small generator of numbers between 0 and 1. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Grows a tree: each branch bends a little and parts in two or three, the last ones carry leaves. */
function grow(): { branches: Branch[]; leaves: Leaf[] } {
  const next = sequence(20_261_123);
  const branches: Branch[] = [];
  const leaves: Leaf[] = [];
  const branch = (x: number, y: number, angle: number, length: number, depth: number): void => {
    const bend = angle + (next() - 0.5) * 0.35;
    const [mx, my] = [x + Math.cos(angle) * length * 0.5, y + Math.sin(angle) * length * 0.5];
    const [ex, ey] = [mx + Math.cos(bend) * length * 0.5, my + Math.sin(bend) * length * 0.5];
    const path = `M${round(x)} ${round(y)}Q${round(mx)} ${round(my)} ${round(ex)} ${round(ey)}`;
    branches.push({ path, width: depth * 1.5 });
    const turn = round((bend * 180) / Math.PI + 90);
    if (depth <= 2) leaves.push({ x: round(ex), y: round(ey), turn, isEmber: next() < 0.09 });
    if (depth === 0) return;
    const count = depth > 3 ? 3 : 2;
    for (let n = 0; n < count; n++) {
      const spread = (n - (count - 1) / 2) * (0.62 + next() * 0.25);
      branch(ex, ey, bend + spread, length * (0.66 + next() * 0.16), depth - 1);
    }
  };
  branch(300, 520, -Math.PI / 2, 120, 5);
  return { branches, leaves };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const tree = grow();

/** A parasol tree behind the words of the sign-in page; some of its leaves have the phoenix's colour. */
export function WutongTree({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 600 530" fill="none" aria-hidden className={className}>
      <g className="stroke-primary opacity-[0.07] dark:opacity-10" strokeLinecap="round">
        {tree.branches.map(({ path, width }) => (
          <path key={path} d={path} strokeWidth={Math.max(width, 0.8)} />
        ))}
      </g>
      {tree.leaves.map(({ x, y, turn, isEmber }) => (
        <path
          key={`${x} ${y}`}
          className={isEmber ? 'fill-ember opacity-30' : 'fill-primary opacity-[0.08] dark:opacity-10'}
          transform={`translate(${x} ${y}) rotate(${turn})`}
          d="M0 3C-5 0-6-6 0-12 6-6 5 0 0 3Z"
        />
      ))}
    </svg>
  );
}
