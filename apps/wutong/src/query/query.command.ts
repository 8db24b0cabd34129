import { fileText, Portal, type Surroundings } from '../portal/portal';
import { CommandError, say } from '../terminal';

export interface QueryOptions {
  /** A file that holds the query. */
  readonly file?: string;
  /** JSON. */
  readonly variables?: string;
}

/**
 * Asks a running portal in GraphQL, as the person whose API token it is, and prints what it answers as JSON. Gives the exit
 * code: 1 when the portal refused, each of its errors on a line. Throws a CommandError when it could not be asked.
 */
export async function queryCommand(
  given: string | undefined, { file, variables }: QueryOptions, around: Omit<Surroundings, 'writeFile'>,
): Promise<number> {
  if ((given === undefined) === (file === undefined)) throw new CommandError(say('Give either a query or a file with -f.', '请给出查询语句，或用 -f 指定文件，二者择一。'));
  const portal = new Portal(around);
  const query = given ?? (await fileText(around, file ?? ''));
  const body = JSON.stringify({ query, ...(variables === undefined ? {} : { variables: variablesOf(variables) }) });
  const { data, errors } = await portal.graphql(body);
  for (const { message, path } of errors ?? []) around.err(`${path?.length ? `${path.join('.')}: ` : ''}${message}\n`);
  if (errors?.length) return 1;
  around.out(`${JSON.stringify(data, null, 2)}\n`);
  return 0;
}

function variablesOf(text: string): object {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw new CommandError(say(`--variables is a JSON object, as '{"id": "…"}'.`, `--variables 须为 JSON 对象，如 '{"id": "…"}'。`));
}
