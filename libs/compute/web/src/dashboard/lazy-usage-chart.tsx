import { lazyPart, Skeleton } from '@wutong/core-web';

/** The chart of use where it stands below the fold. */
export const LazyUsageChart = lazyPart(() => import('./usage-chart').then((all) => all.UsageChart), <Skeleton className="h-96 rounded-card" />);
