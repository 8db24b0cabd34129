import { Tag } from '@wutong/core-web';
import { useStateWords } from './state-words';

/** The state of an application. */
export function StateTag({ state }: { state: string }) {
  const { label, tone } = useStateWords()(state);
  return <Tag tone={tone}>{label}</Tag>;
}
