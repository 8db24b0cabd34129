import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import './styles.css';

/**
 * The list of tenants as somebody writes it in an hour, with React and nothing else: what any library, ours included,
 * costs on top. The same rows from the same server.
 */
interface Tenant {
  id: string;
  organisationNameZh: string;
  organisationNameEn: string;
  state: string;
  desks: number;
  signedAt: string;
  activatedAt: string | null;
}

const query = `query Tenants($first: Int!) { tenancies(first: $first) {
  nodes { id organisationId organisationNameZh organisationNameEn state desks signedAt activatedAt }
  pageInfo { hasNextPage endCursor } } }`;

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

function Page() {
  const [tenants, setTenants] = useState<Tenant[] | null>(null);
  const [search, setSearch] = useState('');
  useEffect(() => {
    const body = JSON.stringify({ query, variables: { first: 100 } });
    void fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      .then((response) => response.json() as Promise<{ data: { tenancies: { nodes: Tenant[] } } }>)
      .then(({ data }) => setTenants(data.tenancies.nodes));
  }, []);
  const shown = tenants?.filter((one) => one.organisationNameEn.toLowerCase().includes(search.toLowerCase()));
  return (
    <>
      <header>Wutong</header>
      <main>
        <h1>Tenants</h1>
        <input type="search" aria-label="Company name" value={search} onChange={(event) => setSearch(event.target.value)} />
        {shown ? (
          <table>
            <thead>
              <tr>
                {['Company', 'State', 'Desks', 'Signed', 'Active since'].map((title) => (
                  <th key={title}>{title}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <tr key={one.id}>
                  <td>
                    <a href={`/tenancy/tenants/${one.id}`}>{one.organisationNameEn}</a>
                    <small>{one.organisationNameZh}</small>
                  </td>
                  <td>{one.state}</td>
                  <td>{one.desks}</td>
                  <td>{day.format(new Date(one.signedAt))}</td>
                  <td>{one.activatedAt ? day.format(new Date(one.activatedAt)) : '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <p>Loading …</p>
        )}
      </main>
    </>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
