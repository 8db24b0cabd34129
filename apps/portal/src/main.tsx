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
  await startI18n(loadMessages);
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
