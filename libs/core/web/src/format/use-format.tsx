import { useLingui } from '@lingui/react';
import { useOptionalViewer } from '../app/viewer';
import { createFormat, type Format } from './format';

/** Shared by all components: what `Intl` prepares for one language and zone is dear. */
const formats = new Map<string, Format>();

/** Formats in the viewer's language and time zone. */
export function useFormat(): Format {
  const { i18n } = useLingui();
  const timeZone = useOptionalViewer()?.timeZone ?? 'Asia/Shanghai';
  const key = `${i18n.locale} ${timeZone}`;
  const format = formats.get(key) ?? createFormat(i18n.locale === 'en' ? 'en' : 'zh-CN', timeZone);
  formats.set(key, format);
  return format;
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
