import { useQuery } from '@apollo/client/react';
import { useLingui } from '@lingui/react/macro';
import { CheckboxGroup, graphql, Skeleton, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { SaveDialog } from '../../pool/save-dialog';
import { GrantMembersDocument, SetComputeGrantUsersDocument } from './users-dialog.graphql';

graphql`
  query GrantMembers { members { user { id name } } }
  mutation SetComputeGrantUsers($input: SetComputeGrantUsersInput!) { setComputeGrantUsers(input: $input) { id state version } }
`;

interface UsersDialogProps {
  requestId: string;
  userIds: readonly string[];
  onClose: () => void;
}

/** Who of the company uses a grant. */
export function UsersDialog({ requestId, userIds, onClose }: UsersDialogProps) {
  const { t } = useLingui();
  const { data } = useQuery(GrantMembersDocument);
  const [chosen, setChosen] = useState<string[]>([...userIds]);
  const set = useCommand(SetComputeGrantUsersDocument, { refetch: ['ComputeRequestCase'] });
  const attempt = useAttempt(async () => {
    await set.send({ input: { requestId, userIds: chosen } });
    toast.done(t`The users are changed`);
  }, onClose);
  return (
    <SaveDialog title={t`Who uses this grant`} onClose={onClose} isWhole={chosen.length > 0} attempt={attempt}>
      {data ? (
        <CheckboxGroup
          label={t`Members of the company`} isRequired value={chosen} onChange={setChosen}
          help={t`Whoever is new is told and accepts the terms first. The keys of whoever leaves are revoked at once. To add somebody who is not listed, invite them on the page of the organisation.`}
          options={data.members.map(({ user }) => ({ value: user.id, label: user.name }))}
        />
      ) : <Skeleton className="h-24" />}
    </SaveDialog>
  );
}
