import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/overlay';
import { TextField } from '../ui/text-field';

/** Asks for the name of a view. */
export default function SaveView({ save, close }: { save: (name: string) => void; close: () => void }) {
  const { t } = useLingui();
  const [name, setName] = useState('');
  return (
    <Dialog
      title={t`Save view`}
      size="sm"
      isOpen
      onClose={close}
      actions={
        <Button
          variant="primary"
          isDisabled={name.trim() === ''}
          onPress={() => {
            save(name.trim());
            close();
          }}
        >
          <Trans>Save</Trans>
        </Button>
      }
    >
      <TextField
        label={t`Name of the view`}
        help={t`Filters and sort order are kept on this device. To share them, send the address of the page.`}
        value={name}
        onChange={setName}
        maxLength={40}
        autoFocus
      />
    </Dialog>
  );
}
