import { useFormat } from '@wutong/core-web';

/** From pale to full: what the colours of a heat map of shares mean. */
export function ShareLegend() {
  const format = useFormat();
  return (
    <span aria-hidden className="flex items-center gap-1.5 text-caption text-muted">
      {format.percent(0)}
      {[0, 0.25, 0.5, 0.75, 1].map((step) => (
        <span key={step} className="relative size-3 overflow-hidden rounded-xs bg-line/60">
          <span className="absolute inset-0 bg-primary" style={{ opacity: step }} />
        </span>
      ))}
      {format.percent(1)}
    </span>
  );
}
