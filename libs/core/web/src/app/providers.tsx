import type { ApolloClient } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import type { ReactNode } from 'react';

/** What every page stands on: texts and the server. */
export function Providers({ client, children }: { client: ApolloClient; children: ReactNode }) {
  return (
    <I18nProvider i18n={i18n}>
      <ApolloProvider client={client}>{children}</ApolloProvider>
    </I18nProvider>
  );
}
