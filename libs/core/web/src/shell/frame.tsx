import { useApolloClient } from '@apollo/client/react';
import { useLingui } from '@lingui/react';
import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useFetchedSoon } from '../ui/on-demand';
import { panels } from '../ui/overlay';
import { hasToasts, onToasts } from '../ui/toast-queue';

const ToastRegion = lazy(() => import('../ui/toast'));

/**
 * What both frames share: the components' dates and numbers in the viewer's language, the place of messages. When the
 * language changes, what the server words is asked for again.
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
  useFetchedSoon(panels);
  const isTold = useSyncExternalStore(onToasts, hasToasts);
  return (
    <I18nProvider locale={i18n.locale === 'en' ? 'en-US' : 'zh-CN'}>
      {children}
      <Suspense fallback={null}>{isTold && <ToastRegion />}</Suspense>
    </I18nProvider>
  );
}
