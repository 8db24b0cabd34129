import { definedWorkflows } from '@wutong/core-server';
import '../../../api/src/platforms';
import { settle } from './committed';
import { statePage } from './state-diagram';

const FOLDER = 'docs/workflows';

/** Draws every workflow of every platform into docs/workflows. */
export function diagramsCommand(root: string, check: boolean): void {
  const pages = definedWorkflows().map((workflow) => [`${FOLDER}/${workflow.name}.md`, statePage(workflow)] as const);
  settle(root, new Map(pages), check, FOLDER);
}
