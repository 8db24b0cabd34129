import { useLingui } from '@lingui/react/macro';
import { Tabs } from '@wutong/core-web';
import type { ReactNode } from 'react';

export const FORM_TABS = ['questions', 'criteria'] as const;
export type FormTab = (typeof FORM_TABS)[number];

interface FormTabsProps {
  selected: FormTab;
  onSelect: (tab: string) => void;
  children: ReactNode;
}

/** What a request is asked, and by what it is judged, below the head of whichever is edited. */
export function FormTabs({ selected, onSelect, children }: FormTabsProps) {
  const { t } = useLingui();
  const content = (tab: FormTab) => (tab === selected ? children : null);
  return (
    <Tabs
      label={t`Request form`} selected={selected} onSelect={onSelect}
      items={[
        { id: 'questions', label: t`Questions`, content: content('questions') },
        { id: 'criteria', label: t`Review criteria`, content: content('criteria') },
      ]}
    />
  );
}
