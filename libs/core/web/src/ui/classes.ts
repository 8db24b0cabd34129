import { cx } from './cx';

export const popoverClass = cx(
  'enter max-h-80 overflow-auto rounded-card border border-line bg-raised p-1 text-fg shadow-overlay outline-none',
);

export const itemClass = cx(
  'flex min-h-8 cursor-default items-center gap-2 rounded-[5px] px-2 py-1 text-body outline-none select-none',
  'data-focused:bg-primary-soft data-disabled:opacity-50 data-hovered:bg-primary-soft [&_svg]:size-4 [&_svg]:shrink-0',
);
