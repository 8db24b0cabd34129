import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InviteDialog } from './invite-dialog.jsx';
import { TenantTable } from './tenant-table.jsx';

const query = `query Tenants($first: Int!, $after: String) {
  tenancies(first: $first, after: $after) {
    nodes { id organisationId organisationNameZh organisationNameEn state desks signedAt activatedAt }
    pageInfo { hasNextPage endCursor }
  }
  tenancyCounts { state count }
}`;

const places = ['tenants', 'applications', 'requests', 'balances', 'pools', 'directory', 'people'];
/** How many rows: `?rows=1000`. */
const first = Number(new URLSearchParams(location.search).get('rows') ?? 100);

/**
 * The list of tenants without a component library: navigation, figures, a table that sorts and filters, a menu in each
 * row, a form in a dialog. What any component library, ours included, costs on top. The same rows from the same server.
 */
export function Page() {
  const { t, i18n } = useTranslation();
  const [answer, setAnswer] = useState(null);
  const dialog = useRef(null);
  useEffect(() => {
    void load(first).then(setAnswer);
  }, []);
  return (
    <div className="frame">
      <nav>
        <strong>{t('product')}</strong>
        {places.map((place) => (
          <a key={place} href={`/tenancy/${place}`} aria-current={place === 'tenants' ? 'page' : undefined}>
            {t(place)}
          </a>
        ))}
      </nav>
      <div>
        <header>
          <label>
            {t('language')}
            <select value={i18n.language} onChange={(event) => void i18n.changeLanguage(event.target.value)}>
              <option value="zh">中文</option>
              <option value="en">English</option>
            </select>
          </label>
        </header>
        <main>
          <div className="head">
            <h1>{t('tenants')}</h1>
            <button type="button" onClick={() => dialog.current?.showModal()}>
              {t('invite')}
            </button>
          </div>
          <ul className="figures">
            {answer?.tenancyCounts.slice(0, 4).map(({ state, count }) => (
              <li key={state}>
                {state}
                <b>{count}</b>
              </li>
            ))}
          </ul>
          {answer ? <TenantTable rows={answer.tenancies.nodes} /> : <p>{t('loading')}</p>}
        </main>
      </div>
      <InviteDialog ref={dialog} />
    </div>
  );
}

/** Pages of the server hold 100 rows. */
async function load(wanted) {
  const nodes = [];
  for (let after = null; ; ) {
    const body = JSON.stringify({ query, variables: { first: Math.min(100, wanted), after } });
    const response = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { data } = await response.json();
    nodes.push(...data.tenancies.nodes);
    after = data.tenancies.pageInfo.endCursor;
    if (nodes.length >= wanted || after === null) return { ...data, tenancies: { nodes } };
  }
}
