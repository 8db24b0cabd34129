import { Trans } from '@lingui/react/macro';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { toWords, type ErrorWords } from '../graphql/errors';

const button = 'h-8 rounded-control border border-line-strong/70 bg-surface px-3 font-medium hover:bg-sunken';

/** No such page; part of the entry, so it stands on nothing that is fetched. */
export function NotFoundPage() {
  return (
    <main className="mx-auto flex max-w-md flex-col items-start gap-3 px-6 py-24">
      <title>404 · Wutong</title>
      <h1 className="text-title font-semibold">
        <Trans>There is nothing at this address</Trans>
      </h1>
      <p className="text-muted">
        <Trans>The link may be old, or the page may not be open to you.</Trans>
      </p>
      <a href="/" className={`${button} inline-flex items-center`}>
        <Trans>Go to the start page</Trans>
      </a>
    </main>
  );
}

/** A page that broke or could not be fetched. */
export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <FailureWords
      words={toWords(error)}
      retry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}

/** A failure in words, with the number to quote and a way on. */
export function FailureWords({ words, retry }: { words: ErrorWords; retry?: () => void }) {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-3 px-6 py-16">
      <h1 className="text-lead font-semibold">
        {words.code === 'NOT_FOUND' ? <Trans>Not found</Trans> : words.code === 'DENIED' ? <Trans>Not open to you</Trans> : <Trans>This did not work</Trans>}
      </h1>
      <p className="text-muted">{words.message}</p>
      {words.requestId && (
        <p className="text-caption text-muted">
          <Trans>Request number: {words.requestId}</Trans>
        </p>
      )}
      {retry && words.code !== 'NOT_FOUND' && words.code !== 'DENIED' && (
        <button type="button" className={button} onClick={retry}>
          <Trans>Try again</Trans>
        </button>
      )}
    </div>
  );
}
