import { useLayoutEffect, useState, useSyncExternalStore, type RefObject } from 'react';

/** Rows drawn above and below those in view, so that a quick scroll shows no gap. */
const SPARE = 12;

export interface RowWindow {
  first: number;
  /** One past the last. */
  end: number;
}

/** The rows to draw of `count` rows of one height, when those between two distances from the first row are in view. */
export function rowsInView(count: number, rowHeight: number, from: number, to: number): RowWindow {
  const first = Math.max(0, Math.min(count, Math.floor(from / rowHeight)) - SPARE);
  const end = Math.min(count, Math.max(0, Math.ceil(to / rowHeight)) + SPARE);
  return { first, end: Math.max(first, end) };
}

/** Follows the window's scrolling and size; `body` is the element whose top is the top of the first row. */
export function useRowWindow(count: number, rowHeight: number, body: RefObject<HTMLElement | null>): RowWindow {
  const [range, setRange] = useState(() => rowsInView(count, rowHeight, 0, 900));
  useLayoutEffect(() => {
    const look = () => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      const next = rowsInView(count, rowHeight, -top, window.innerHeight - top);
      setRange((now) => (now.first === next.first && now.end === next.end ? now : next));
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    return () => {
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    };
  }, [count, rowHeight, body]);
  return range;
}

/** As `max-sm` of the stylesheet. */
const phone = () => matchMedia('(width < 40rem)');

/** Whether the window is as narrow as a phone's. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const media = phone();
      media.addEventListener('change', tell);
      return () => media.removeEventListener('change', tell);
    },
    () => phone().matches,
  );
}
