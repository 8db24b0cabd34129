import { Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from 'react-aria-components/Toast';
import { Text } from 'react-aria-components/Text';
import { Button, buttonClass } from './button';
import { queue, type ToastTone } from './toast-queue';

const icons: Record<ToastTone, typeof Info> = { ok: CircleCheck, bad: CircleAlert, info: Info };
const tints: Record<ToastTone, string> = { ok: 'text-ok', bad: 'text-bad', info: 'text-info' };

/** Where toasts appear; the shell mounts it once. */
export default function ToastRegion() {
  const { t } = useLingui();
  return (
    <AriaToastRegion
      queue={queue}
      aria-label={t`Messages`}
      className="fixed inset-x-3 bottom-3 z-50 flex flex-col gap-2 outline-none sm:inset-x-auto sm:right-5 sm:bottom-5 sm:w-96"
    >
      {({ toast }) => {
        const Icon = icons[toast.content.tone];
        const { undo } = toast.content;
        return (
          <AriaToast
            toast={toast}
            className="enter flex items-start gap-2.5 rounded-card border border-line bg-raised p-3 shadow-overlay outline-none"
          >
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tints[toast.content.tone]}`} />
            <ToastContent className="min-w-0 flex-1">
              <Text slot="title">{toast.content.message}</Text>
              {toast.content.detail && (
                <Text slot="description" className="block text-caption text-muted">
                  {toast.content.detail}
                </Text>
              )}
            </ToastContent>
            {undo && (
              <Button
                size="sm"
                variant="quiet"
                onPress={() => {
                  queue.close(toast.key);
                  undo();
                }}
              >
                <Trans>Undo</Trans>
              </Button>
            )}
            <AriaButton slot="close" aria-label={t`Close`} className={buttonClass({ variant: 'quiet', size: 'sm', iconOnly: true })}>
              <X aria-hidden />
            </AriaButton>
          </AriaToast>
        );
      }}
    </AriaToastRegion>
  );
}
