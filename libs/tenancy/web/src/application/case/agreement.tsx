import { Trans, useLingui } from '@lingui/react/macro';

/** The text of an agreement as it is signed, with the fingerprint that the signature names. */
export function Agreement({ text, hash }: { text: string; hash: string | null }) {
  const { t } = useLingui();
  return (
    <div className="flex flex-col gap-1.5">
      <div
        tabIndex={0}
        role="region"
        aria-label={t`Agreement`}
        className="max-h-72 overflow-y-auto rounded-control border border-line-strong bg-surface px-4 py-3 whitespace-pre-wrap wrap-anywhere"
      >
        {text}
      </div>
      {hash && (
        <p className="text-caption text-muted wrap-anywhere">
          <Trans>Fingerprint of the text (SHA-256)</Trans>: <code className="font-mono">{hash}</code>
        </p>
      )}
    </div>
  );
}
