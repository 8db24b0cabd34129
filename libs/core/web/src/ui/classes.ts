import { cx } from './cx';

export const popoverClass = cx(
  'enter max-h-80 overflow-auto rounded-card border border-line bg-raised p-1 text-fg shadow-overlay outline-none',
);

export const itemClass = cx(
  'flex min-h-8 cursor-default items-center gap-2 rounded-[5px] px-2 py-1 text-body outline-none select-none',
  'data-focused:bg-primary-soft data-disabled:opacity-50 data-hovered:bg-primary-soft [&_svg]:size-4 [&_svg]:shrink-0',
);

/** The box of a control that is one element. */
export const controlClass = cx(
  'min-h-8 w-full min-w-0 rounded-control border border-line-strong bg-surface px-2.5 text-body text-fg',
  'transition-colors duration-100 hover:border-fg/50',
  'disabled:bg-sunken disabled:text-muted data-disabled:bg-sunken data-disabled:text-muted [&[readonly]]:bg-sunken',
  'focus:border-primary focus:outline-2 focus:-outline-offset-1 focus:outline-primary',
  'data-invalid:border-bad aria-invalid:border-bad group-data-invalid:border-bad',
);

/** The box around a control and what stands beside it. */
export const groupClass = cx(
  'group flex min-h-8 w-full min-w-0 items-center rounded-control border border-line-strong bg-surface text-body text-fg',
  'transition-colors duration-100 hover:border-fg/50',
  'focus-within:border-primary focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-primary',
  'data-disabled:bg-sunken data-disabled:text-muted data-invalid:border-bad group-data-invalid:border-bad',
);
