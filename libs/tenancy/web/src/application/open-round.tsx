import { Trans, useLingui } from '@lingui/react/macro';
import { dayInShanghai } from '@wutong/core-shared';
import { Button, DateField, DateRangeField, DecisionDialog, graphql, NumberField, TextField, toast, useCommand, type DayRange } from '@wutong/core-web';
import { useState } from 'react';
import { endOfDay, startOfDay } from './due';
import { OpenIntakeRoundDocument } from './open-round.graphql';

graphql`
  mutation OpenIntakeRound($input: OpenIntakeRoundInput!) {
    openIntakeRound(input: $input) {
      id
    }
  }
`;

/** A round of admission: from its first day on, companies can apply in it. */
export function OpenRound() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <Trans>Open a round</Trans>
      </Button>
      {isOpen && <OpenRoundDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function OpenRoundDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const open = useCommand(OpenIntakeRoundDocument);
  const today = dayInShanghai(new Date());
  const [nameZh, setNameZh] = useState('');
  const [nameEn, setNameEn] = useState('');
  const [days, setDays] = useState<DayRange | null>(null);
  const [endsOn, setEndsOn] = useState<string | null>(null);
  const [desks, setDesks] = useState<number | null>(null);
  const first = days?.start ?? today;
  const last = days?.end ?? today;
  return (
    <DecisionDialog
      title={t`Open a round`}
      isOpen
      onClose={onClose}
      confirmLabel={t`Open the round`}
      consequences={[
        t`Companies can begin and hand in applications from the first day to the end of the last.`,
        t`The round keeps today’s form; it cannot be changed afterwards.`,
      ]}
      onConfirm={async () => {
        await open.send({
          input: {
            nameZh: nameZh.trim(), nameEn: nameEn.trim(), opensAt: startOfDay(first), closesAt: endOfDay(last),
            endsAt: endOfDay(endsOn ?? last), desks: desks ?? 0,
          },
        });
        toast.done(t`The round is announced`);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={t`Name in Chinese`} isRequired maxLength={80} value={nameZh} onChange={setNameZh} autoFocus />
        <TextField label={t`Name in English`} isRequired maxLength={120} value={nameEn} onChange={setNameEn} />
      </div>
      <DateRangeField label={t`Open from, to`} isRequired min={today} value={days} onChange={setDays} />
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField label={t`Desks`} isRequired minValue={1} maxValue={10_000} value={desks} onChange={setDesks} />
        <DateField
          label={t`Waiting list until`}
          help={t`Left empty: until the round closes.`}
          min={last}
          value={endsOn}
          onChange={setEndsOn}
        />
      </div>
    </DecisionDialog>
  );
}
