import { Trans, useLingui } from '@lingui/react/macro';
import { addWorkingDays, dayInShanghai, type Answers, type Locale } from '@wutong/core-shared';
import { Button, DateField, DecisionDialog, NumberField, RadioGroup, TextAreaField, toast } from '@wutong/core-web';
import { useState } from 'react';
import { endOfDay } from '../due';
import { agreementTemplate } from './agreement-template';
import type { MoveDialogProps } from './dialog-props';
import { PanelFields } from './panel-fields';
import { useMove } from './use-move';

/** Working days that a company usually has to sign. */
const USUAL_DAYS = 10;

/** Offers desks and an agreement, as the panel decided. */
export function OfferDialog({ application, round, onClose }: MoveDialogProps) {
  const { t, i18n } = useLingui();
  const move = useMove();
  const wanted = (application.answers as Answers).desks;
  const [panel, setPanel] = useState({ present: [] as string[], minutes: '' });
  const [desks, setDesks] = useState<number | null>(typeof wanted === 'number' ? wanted : null);
  const [day, setDay] = useState<string | null>(addWorkingDays(new Date(), USUAL_DAYS).day);
  const [language, setLanguage] = useState<Locale>(i18n.locale === 'en' ? 'en' : 'zh-CN');
  const [ownText, setOwnText] = useState<string | null>(null);
  const { number, organisation } = application;
  const text = ownText ?? agreementTemplate(language, { ...organisation, number, desks: desks ?? 0 });
  const free = round ? round.desks - round.desksTaken : 0;
  return (
    <DecisionDialog
      title={t`Offer a place`}
      isOpen
      onClose={onClose}
      confirmLabel={t`Offer a place`}
      consequences={[
        t`The company is told and can read and sign the agreement until the date below.`,
        t`Its signature takes the desks from the round and begins the tenancy; until then they are not reserved.`,
        t`Unsigned by the date, the offer expires by itself.`,
      ]}
      fourEyes={t`Whoever applied has no part in this; members with a conflict of interest do not count.`}
      onConfirm={async () => {
        await move('offer', {
          id: application.id, version: application.version, panel, desks: desks ?? 0,
          expiresAt: endOfDay(day ?? dayInShanghai(new Date())), agreementText: text,
        });
        toast.done(t`The offer is out`);
      }}
    >
      <PanelFields value={panel} onChange={setPanel} />
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t`Desks`}
          help={round ? t`Asked for: ${String(wanted ?? '–')}. Free in this round: ${free}.` : undefined}
          isRequired
          minValue={1}
          maxValue={200}
          value={desks}
          onChange={setDesks}
        />
        <DateField
          label={t`Sign by`}
          help={t`Until the end of that day in Shanghai.`}
          isRequired
          min={dayInShanghai(new Date())}
          value={day}
          onChange={setDay}
        />
      </div>
      <RadioGroup
        label={t`Template`}
        orientation="horizontal"
        isDisabled={ownText !== null}
        options={[
          { value: 'zh-CN', label: '简体中文' },
          { value: 'en', label: 'English' },
        ]}
        value={language}
        onChange={setLanguage}
      />
      <TextAreaField label={t`Agreement`} isRequired rows={10} value={text} onChange={setOwnText} />
      {ownText !== null && (
        <div>
          <Button size="sm" onPress={() => setOwnText(null)}>
            <Trans>Back to the template</Trans>
          </Button>
        </div>
      )}
    </DecisionDialog>
  );
}
