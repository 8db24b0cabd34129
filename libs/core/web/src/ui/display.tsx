import { Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { Fragment, useId, type ReactNode } from 'react';
import { useFormat } from '../format/use-format';
import { HrefLink } from './button';
import { cx } from './cx';

export type Tone = 'neutral' | 'ok' | 'warn' | 'bad' | 'info' | 'primary';

const tagTones: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted inset-ring inset-ring-line',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  info: 'bg-info-soft text-info',
  primary: 'bg-primary-soft text-primary',
};

/** A status: always a colour and a word. */
export function Tag({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex h-5.5 max-w-full items-center gap-1.5 rounded-full px-2 text-caption font-medium whitespace-nowrap',
        tagTones[tone],
      )}
    >
      <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-current" />
      <span className="truncate">{children}</span>
    </span>
  );
}

/** A small count, as in a tab or on the bell. */
export function Badge({ children, tone = 'neutral' }: { children: ReactNode; tone?: Tone }) {
  return (
    <span
      className={cx(
        'tabular inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full px-1.5 text-[11px] font-medium',
        tagTones[tone],
      )}
    >
      {children}
    </span>
  );
}

const noticeIcons = { neutral: Info, primary: Info, info: Info, ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert };

export interface NoticeProps {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** A message that belongs to the page; failures announce themselves. */
export function Notice({ tone = 'info', title, children, action }: NoticeProps) {
  const Icon = noticeIcons[tone];
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cx('flex items-start gap-2.5 rounded-card px-3.5 py-2.5', tagTones[tone])}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-fg">{children}</div>}
      </div>
      {action}
    </div>
  );
}

/** A grey shape the size of what is coming, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx('skeleton block h-4 rounded-sm', className)} />;
}

export interface EmptyStateProps {
  icon?: ReactNode;
  title: ReactNode;
  /** Why it is empty and what fills it. */
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing here: says why, and offers the next step. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-12 text-center">
      {icon && (
        <span aria-hidden className="mb-1 rounded-full bg-primary-soft p-3 text-primary [&_svg]:size-5">
          {icon}
        </span>
      )}
      <p className="font-semibold">{title}</p>
      {children && <div className="text-muted">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

export interface Crumb {
  label: string;
  href?: string;
}

/** The way to this page; the page itself is not in it. */
export function Breadcrumbs({ items }: { items: readonly Crumb[] }) {
  const { t } = useLingui();
  return (
    <nav aria-label={t`Breadcrumbs`} className="min-w-0">
      <ol className="flex min-w-0 flex-wrap items-center gap-x-1.5 text-caption text-muted">
        {items.map((item, index) => (
          <li key={item.label} className="flex items-center gap-1.5">
            {index > 0 && <span aria-hidden>/</span>}
            {item.href ? (
              <HrefLink href={item.href} className="-my-1 rounded-sm py-1 hover:text-fg hover:underline">
                {item.label}
              </HrefLink>
            ) : (
              <span>{item.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

export interface Fact {
  label: ReactNode;
  /** `null` or `undefined` shows a dash. */
  value: ReactNode;
  help?: ReactNode;
}

/** Labels and values, in one to three columns as there is room. */
export function Facts({ items, columns = 2 }: { items: readonly Fact[]; columns?: 1 | 2 | 3 }) {
  const grid = { 1: '', 2: 'grid-cols-2', 3: 'grid-cols-2 lg:grid-cols-3' }[columns];
  return (
    <dl className={cx('grid gap-x-8 gap-y-3', grid)}>
      {items.map((item, index) => (
        <div key={index} className="min-w-0">
          <dt className="flex items-center gap-0.5 text-caption text-muted">
            {item.label}
            {item.help}
          </dt>
          <dd className="wrap-anywhere">{item.value === null || item.value === undefined ? '–' : item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface ProgressProps {
  label: ReactNode;
  /** 0–100; left out while it is not known. */
  value?: number;
  /** Words instead of the percentage, such as "3 of 8". */
  text?: string;
}

/** How far something has come. */
export function Progress({ label, value, text }: ProgressProps) {
  const format = useFormat();
  const id = useId();
  const words = text ?? (value === undefined ? undefined : format.percent(value / 100));
  return (
    <div
      role="progressbar"
      aria-labelledby={id}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value}
      aria-valuetext={words}
      className="flex flex-col gap-1"
    >
      <span className="flex justify-between gap-3 text-caption">
        <span id={id} className="truncate">
          {label}
        </span>
        <span className="tabular shrink-0 text-muted">{words}</span>
      </span>
      <span className="h-1.5 overflow-hidden rounded-full bg-line">
        <span
          className={cx('block h-full rounded-full bg-primary transition-[width] duration-100', value === undefined && 'skeleton')}
          style={{ width: `${value ?? 100}%` }}
        />
      </span>
    </div>
  );
}

export interface PanelProps {
  title?: ReactNode;
  /** On the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** No padding, for a table. */
  isFlush?: boolean;
  className?: string;
}

/** A card with a title. */
export function Panel({ title, actions, children, isFlush, className }: PanelProps) {
  return (
    <section className={cx('min-w-0 rounded-card border border-line bg-surface', className)}>
      {(title || actions) && (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-1.5">
          <h2 className="font-semibold">{title}</h2>
          {actions}
        </header>
      )}
      <div className={isFlush ? '' : 'p-4'}>{children}</div>
    </section>
  );
}

export interface StageBarProps {
  stages: readonly { id: string; label: string }[];
  /** The stage now; what comes before it is done. */
  current: string;
  /** The case ended otherwise: the current stage is drawn as a stop. */
  isStopped?: boolean;
}

/** The path of a case with the stage it has reached; a badge where there is little room. */
export function StageBar({ stages, current, isStopped = false }: StageBarProps) {
  const at = stages.findIndex((stage) => stage.id === current);
  return (
    <div className="@container">
      <p className="text-caption text-muted @xl:hidden">
        <Trans>
          Step {at + 1} of {stages.length}
        </Trans>
        <Fragment> · </Fragment>
        <span className="font-medium text-fg">{stages[at]?.label}</span>
      </p>
      <ol className="hidden gap-1 @xl:flex">
        {stages.map((stage, index) => (
          <li key={stage.id} aria-current={index === at ? 'step' : undefined} className="min-w-0 flex-1">
            <span
              className={cx(
                'block h-1 rounded-full',
                index < at && 'bg-primary',
                index === at && (isStopped ? 'bg-bad' : 'bg-primary'),
                index > at && 'bg-line',
              )}
            />
            <span
              className={cx(
                'mt-1 block truncate text-caption',
                index === at ? (isStopped ? 'font-medium text-bad' : 'font-medium text-fg') : 'text-muted',
              )}
            >
              {stage.label}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
