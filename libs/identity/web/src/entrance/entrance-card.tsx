import type { ReactNode } from 'react';

const card =
  'mx-auto mt-6 w-full max-w-md rounded-dialog border border-line bg-surface p-6 shadow-overlay sm:mt-14 sm:p-8';

/** The one card of a page before the sign-in: title, a sentence, what to do. */
export function EntranceCard({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <div className={card}>
      <title>{`${title} · Wutong`}</title>
      <h1 className="text-title font-semibold">{title}</h1>
      {lead && <p className="mt-1 text-muted">{lead}</p>}
      <div className="mt-5 flex flex-col gap-4">{children}</div>
    </div>
  );
}

/** A form that sends on Enter and shows what the browser would say in our own words. */
export function Form({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}
