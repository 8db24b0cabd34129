import { Client } from 'pg';

/** What the database holds: nothing yet, the demo centre, or a real one. */
export type CentreState = 'empty' | 'demo' | 'real';

/** Asks with two look-ups on one connection of the application's role. */
export async function centreState(url: string): Promise<CentreState> {
  const client = new Client({ connectionString: url, options: '-c wutong.reach=system' });
  await client.connect();
  try {
    const { rows } = await client.query<{ demo: boolean; centre: boolean }>(
      `select exists (select from demo_centre) as demo,
              exists (select from organisation where kind = 'centre') as centre`,
    );
    const [found] = rows;
    if (found?.demo) return 'demo';
    return found?.centre ? 'real' : 'empty';
  } finally {
    await client.end();
  }
}
