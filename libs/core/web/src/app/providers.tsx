import type { ApolloClient } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { i18n } from '@lingui/core';
import { I18nProvider, useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { I18nProvider as AriaI18nProvider } from 'react-aria-components/I18nProvider';

/** What every page stands on: texts, the locale of dates and numbers, the server. */
export function Providers({ client, children }: { client: ApolloClient; children: ReactNode }) {
  return (
    <I18nProvider i18n={i18n}>
      <AriaLocale>
        <ApolloProvider client={client}>{children}</ApolloProvider>
      </AriaLocale>
    </I18nProvider>
  );
}

function AriaLocale({ children }: { children: ReactNode }) {
  const { i18n: active } = useLingui();
  return <AriaI18nProvider locale={active.locale === 'en' ? 'en-US' : 'zh-CN'}>{children}</AriaI18nProvider>;
}
