import { useApolloClient } from '@apollo/client/react';
import { useLingui } from '@lingui/react';
import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import { I18nProvider, RouterProvider } from 'react-aria-components';

const ToastRegion = lazy(() => import('../ui/toast'));

/**
 * What both frames share: the components' dates and numbers in the viewer's language, their links through the router,
 * the place of messages. When the language changes, what the server words is asked for again.
 */
export function Frame({ children }: { children: ReactNode }) {
  const { i18n } = useLingui();
  const router = useRouter();
  const client = useApolloClient();
  const before = useRef(i18n.locale);
  useEffect(() => {
    if (before.current === i18n.locale) return;
    before.current = i18n.locale;
    void client.refetchQueries({ include: 'active' });
    void router.invalidate();
  }, [i18n.locale, client, router]);
  return (
    <I18nProvider locale={i18n.locale === 'en' ? 'en-US' : 'zh-CN'}>
      <RouterProvider navigate={(to) => router.history.push(to)}>
        {children}
        <Suspense fallback={null}>
          <ToastRegion />
        </Suspense>
      </RouterProvider>
    </I18nProvider>
  );
}
