import { RouterProvider } from '@tanstack/react-router';
import { createClient, followSystemTheme, type Platform, Providers, startI18n } from '@wutong/core-web';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadMessages } from './messages';
import { platforms } from './platforms';
import { makeRouter } from './router';
import { connectionFields, possibleTypes } from './schema-facts.gen';
import './styles.css';

async function start(): Promise<void> {
  const session = (platforms as readonly Platform[]).find((platform) => platform.session)?.session;
  const client = createClient({
    possibleTypes,
    connectionFields,
    onSignedOut() {
      void client.clearStore().then(() => router.invalidate());
    },
  });
  const router = makeRouter({ client, session, platforms });
  // The page's parts, its viewer and its texts are fetched at the same time.
  for (const { routeId } of router.matchRoutes(router.latestLocation)) {
    const route = router.routesById[routeId];
    if (route) void router.loadRouteChunk(route);
  }
  await Promise.all([startI18n(loadMessages), router.load()]);
  followSystemTheme();
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <Providers client={client}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
}

void start();
