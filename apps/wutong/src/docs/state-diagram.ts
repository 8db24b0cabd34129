import type { Workflow } from '@wutong/core-server';

/** The page of one workflow: its diagram (Mermaid, drawn by GitHub and by editors) and the table of its moves. */
export function statePage(workflow: Workflow): string {
  const rows = workflow.moves.map(
    ({ event, from, to, by, reason }) => `| ${from} | ${event} | ${to} | ${by.join(', ')} | ${reason ? 'yes' : ''} |`,
  );
  return [
    `# ${workflow.name.replaceAll('_', ' ')}`,
    '',
    'Drawn from the code by `npx wutong docs diagrams`; do not edit.',
    '',
    '```mermaid',
    ...diagram(workflow),
    '```',
    '',
    '| from | event | to | by | with a reason |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Moves between the same two states share one arrow, so that the drawing stays readable. */
function diagram({ initial, terminal, resting, moves }: Workflow): string[] {
  const arrows = new Map<string, string[]>();
  for (const { event, from, to } of moves) {
    const arrow = `${from} --> ${to}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), event]);
  }
  return [
    'stateDiagram-v2',
    `  [*] --> ${initial}`,
    ...[...arrows].map(([arrow, events]) => `  ${arrow}: ${[...new Set(events)].join(' / ')}`),
    ...[...terminal, ...resting].map((state) => `  ${state} --> [*]`),
  ];
}
