import type { ReactNode } from 'react';
import { Breadcrumbs, type Crumb } from '../ui/display';

export interface PageHeaderProps {
  title: ReactNode;
  /** Title of the browser's tab; needed where `title` is not plain text. */
  documentTitle?: string;
  crumbs?: readonly Crumb[];
  /** One sentence: what the page is for. */
  lead?: ReactNode;
  /** The one primary button, last. */
  actions?: ReactNode;
  /** Beside the title: the state. */
  status?: ReactNode;
}

/** The head of every page. */
export function PageHeader({ title, documentTitle, crumbs, lead, actions, status }: PageHeaderProps) {
  const text = documentTitle ?? (typeof title === 'string' ? title : '');
  return (
    <header className="flex flex-col gap-1 pb-4">
      <title>{text ? `${text} · Wutong` : 'Wutong'}</title>
      {crumbs && crumbs.length > 0 && <Breadcrumbs items={crumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-title font-semibold wrap-anywhere">{title}</h1>
          {status}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {lead && <p className="max-w-3xl text-muted">{lead}</p>}
    </header>
  );
}
