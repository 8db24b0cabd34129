import type { ComponentType, ReactNode } from 'react';
import { onDemand } from './on-demand';

/**
 * A part of a page that is fetched when it is first shown: a dialog, a tab that is not the first, a chart below the fold.
 * `meanwhile` stands in its place until it is here, with the size of what comes.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>, meanwhile: ReactNode = null): ComponentType<Props> {
  const part = onDemand(load);
  return function LazyPart(props: Props) {
    const Part = part.use(true);
    return Part ? <Part {...props} /> : meanwhile;
  };
}
