import { useEffect } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colourOf, useWidth, type Series } from './chart-frame';

interface PlotProps {
  times: readonly number[];
  series: readonly Series[];
  height: number;
  say: (value: number) => string;
  sayDay: (value: number) => string;
  timeZone: string;
}

/** uPlot in our colours; drawn anew when the theme changes, because a canvas does not follow tokens by itself. */
export default function Plot({ times, series, height, say, sayDay, timeZone }: PlotProps) {
  const [box, width] = useWidth();
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    let plot: uPlot | undefined;
    const draw = () => {
      plot?.destroy();
      const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
      const axis = { stroke: token('--muted'), grid: { stroke: token('--line'), width: 1 }, ticks: { show: false }, font: '11px sans-serif' };
      plot = new uPlot(
        {
          width,
          height,
          legend: { show: false },
          cursor: { points: { size: 6 } },
          tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timeZone),
          axes: [
            { ...axis, values: (_, splits) => splits.map((split) => sayDay(split * 1000)) },
            { ...axis, size: 52, values: (_, splits) => splits.map(say) },
          ],
          series: [
            {},
            ...series.map((one, index) => ({
              label: one.label,
              stroke: token(colourOf((one.colour ?? index + 1) - 1).slice(4, -1)),
              width: 1.5,
              points: { show: false },
            })),
          ],
        },
        [[...times], ...series.map((one) => [...one.values])],
        place,
      );
    };
    draw();
    document.addEventListener('wutong:theme', draw);
    return () => {
      document.removeEventListener('wutong:theme', draw);
      plot?.destroy();
    };
  }, [box, width, times, series, height, say, sayDay, timeZone]);
  return <div ref={box} style={{ minHeight: height }} />;
}
