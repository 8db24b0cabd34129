import { useApolloClient } from '@apollo/client/react';
import { useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { Building2, Check, ChevronsUpDown } from 'lucide-react';
import { usePortal } from '../app/portal';
import type { Viewer } from '../app/viewer';
import { toWords } from '../graphql/errors';
import { Button } from '../ui/button';
import { Menu } from '../ui/overlay';
import { toast } from '../ui/toast-queue';

/** For which of their organisations the viewer acts; everything on the page follows. */
export function ActingFor({ viewer }: { viewer: Viewer }) {
  const { t } = useLingui();
  const client = useApolloClient();
  const router = useRouter();
  const { session } = usePortal();
  const { actingFor, memberships } = viewer;
  if (!actingFor) return null;
  if (memberships.length < 2) {
    return <span className="hidden max-w-56 truncate px-2 text-muted sm:inline">{actingFor.organisationName}</span>;
  }
  const change = async (organisationId: string) => {
    try {
      await session?.actFor(client, organisationId);
      await client.clearStore();
      await router.invalidate();
      router.history.push('/');
    } catch (error) {
      toast.failed(toWords(error).message);
    }
  };
  return (
    <Menu
      label={t`Acting for`}
      trigger={
        <Button variant="quiet" className="max-w-24 min-w-0 sm:max-w-60" aria-label={t`Acting for ${actingFor.organisationName}`}>
          <Building2 aria-hidden />
          <span className="hidden truncate sm:inline">{actingFor.organisationName}</span>
          <ChevronsUpDown aria-hidden className="text-muted" />
        </Button>
      }
      groups={[
        {
          id: 'organisations',
          title: t`Acting for`,
          items: memberships.map((membership) => ({
            id: membership.organisationId,
            label: membership.organisationName,
            icon: membership.organisationId === actingFor.organisationId ? <Check aria-hidden /> : <span className="size-4" />,
            onAction: () => void change(membership.organisationId),
          })),
        },
      ]}
    />
  );
}

