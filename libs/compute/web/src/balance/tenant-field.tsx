import { useApolloClient } from '@apollo/client/react';
import { useLingui } from '@lingui/react/macro';
import { Combobox, graphql, type Option, useName } from '@wutong/core-web';
import { useCallback, useMemo, useRef } from 'react';
import { FindTenantsDocument } from './tenant-field.graphql';

graphql`
  query FindTenants($search: String) {
    organisations(kind: tenant, search: $search, first: 20) { nodes { id nameZh nameEn } }
  }
`;

export interface Tenant {
  id: string;
  nameZh: string;
  nameEn: string;
}

/** One of the tenants, found by a part of its Chinese or English name. */
export function TenantField({ value, onChange }: { value: Tenant | null; onChange: (tenant: Tenant | null) => void }) {
  const { t } = useLingui();
  const nameOf = useName();
  const client = useApolloClient();
  const found = useRef(new Map<string, Tenant>());
  const label = value ? nameOf(value) : '';
  const option = useMemo(() => (value ? { value: value.id, label } : null), [value, label]);
  const load = useCallback(
    async (text: string): Promise<Option[]> => {
      const { data } = await client.query({ query: FindTenantsDocument, variables: { search: text || null } });
      return (data?.organisations.nodes ?? []).map((tenant) => {
        found.current.set(tenant.id, tenant);
        return { value: tenant.id, label: nameOf(tenant) };
      });
    },
    // A new function on each render would search again without end.
    [client],
  );
  return (
    <Combobox
      label={t`Company`} placeholder={t`Part of the name`} isRequired load={load} value={option}
      onChange={(next) => onChange(next ? (found.current.get(next.value) ?? null) : null)}
    />
  );
}
