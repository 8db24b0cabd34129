import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { useOptionalViewer } from '../app/viewer';
import { createFormat, type Format } from './format';

/** Formats in the viewer's language and time zone. */
export function useFormat(): Format {
  const { i18n } = useLingui();
  const timeZone = useOptionalViewer()?.timeZone ?? 'Asia/Shanghai';
  return useMemo(() => createFormat(i18n.locale === 'en' ? 'en' : 'zh-CN', timeZone), [i18n.locale, timeZone]);
}

export interface TimeProps {
  value: string;
  /** `relative` reads "3 hours ago"; the exact time with its zone is always in the tooltip. */
  as?: 'relative' | 'date' | 'dateTime' | 'time';
}

/** A moment, for people and machines. */
export function Time({ value, as = 'dateTime' }: TimeProps) {
  const format = useFormat();
  return (
    <time dateTime={value} title={/^\d{4}-\d{2}-\d{2}$/.test(value) ? undefined : format.fullTime(value)}>
      {format[as](value)}
    </time>
  );
}
