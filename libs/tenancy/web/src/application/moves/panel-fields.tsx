import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { CheckboxGroup, graphql, Notice, Skeleton, TextAreaField, toWords, useFormat } from '@wutong/core-web';
import { PanelMembersDocument } from './panel-fields.graphql';

graphql`
  query PanelMembers {
    members {
      user {
        id
        name
      }
      membership {
        id
        roles
      }
    }
    roles {
      name
      label
    }
  }
`;

/** Roles whose people usually sit on the panel; they stand first. */
const PANEL_ROLES = ['approver', 'programme_lead', 'screener'];

export interface PanelValue {
  present: string[];
  minutes: string;
}

interface PanelFieldsProps {
  value: PanelValue;
  onChange: (value: PanelValue) => void;
}

/** Who was in the room and what was said; the server counts the quorum. */
export function PanelFields({ value, onChange }: PanelFieldsProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { data, error } = useQuery(PanelMembersDocument);
  const labels = new Map(data?.roles.map(({ name, label }) => [name, label]));
  const rank = (roles: readonly string[]) => (roles.some((role) => PANEL_ROLES.includes(role)) ? 0 : 1);
  const people = [...(data?.members ?? [])].sort(
    (one, other) =>
      rank(one.membership.roles) - rank(other.membership.roles) || one.user.name.localeCompare(other.user.name),
  );
  return (
    <>
      {error && <Notice tone="bad">{toWords(error).message}</Notice>}
      {!data && !error && <Skeleton className="h-24" />}
      {data && (
        <div
          className="max-h-56 overflow-y-auto rounded-control border border-line px-3 py-2"
          tabIndex={0}
          role="group"
          aria-label={t`Panel members present`}
        >
          <CheckboxGroup
            label={t`Panel members present`}
            isRequired
            options={people.map(({ user, membership }) => ({
              value: user.id,
              label: user.name,
              help: format.list(membership.roles.map((role) => labels.get(role) ?? role)),
            }))}
            value={value.present}
            onChange={(present) => onChange({ ...value, present })}
          />
        </div>
      )}
      <p className="text-caption text-muted">
        <Trans>
          At least three without a conflict of interest. Whoever declared one is recorded as absent and does not count.
        </Trans>
      </p>
      <TextAreaField
        label={t`Minutes`}
        help={t`Kept with the decision; the company does not see them.`}
        isRequired
        value={value.minutes}
        onChange={(minutes) => onChange({ ...value, minutes })}
        maxLength={10_000}
      />
    </>
  );
}
