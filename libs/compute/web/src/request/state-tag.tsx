import { Tag } from '@wutong/core-web';
import { useRequestWords } from './request-words';

/** The state of a compute request. */
export function StateTag({ state }: { state: string }) {
  const { label, tone } = useRequestWords().state(state);
  return <Tag tone={tone}>{label}</Tag>;
}
