import { Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import { useQuery } from '@apollo/client/react';
import {
  Facts, FailureWords, graphql, HrefLink, PageHeader, Panel, Skeleton, Tag, Time, toWords, useFormat, type Fact,
} from '@wutong/core-web';
import { DirectoryEntryDocument, type DirectoryEntryQuery } from './directory-entry.page.graphql';
import { useProfileWords } from './use-profile-words';

graphql`
  query DirectoryEntry($organisationId: ID!) {
    directoryEntry(organisationId: $organisationId) {
      organisationId nameZh nameEn taglineZh taglineEn aboutZh aboutEn domains modelName parametersBillion filingNumber
      fundingStage raisedFen revenueFen headcount foundedYear website lookingFor tenancyState updatedAt
    }
  }
`;

export function Page() {
  const { t } = useLingui();
  const { organisationId = '' } = useParams({ strict: false }) as { organisationId?: string };
  const { data, error } = useQuery(DirectoryEntryDocument, { variables: { organisationId } });
  if (error) return <FailureWords words={toWords(error)} />;
  if (!data) return <Skeleton className="h-96" />;
  return <Profile profile={data.directoryEntry} crumbs={[{ label: t`Directory`, to: '/directory' }]} />;
}

type Shown = DirectoryEntryQuery['directoryEntry'];

function Profile({ profile, crumbs }: { profile: Shown; crumbs: { label: string; to: string }[] }) {
  const { t, i18n } = useLingui();
  const words = useProfileWords();
  const isChinese = i18n.locale === 'zh-CN';
  const pick = <T,>(zh: T, en: T): T => (isChinese ? (zh ?? en) : (en ?? zh));
  return (
    <>
      <PageHeader
        title={pick(profile.nameZh, profile.nameEn)}
        crumbs={crumbs}
        lead={<>{pick(profile.taglineZh, profile.taglineEn)}</>}
      />
      <div className="flex flex-wrap items-center gap-1.5 pb-4">
        <Tag tone={profile.tenancyState === 'alumni' ? 'neutral' : 'ok'}>{words.state(profile.tenancyState)}</Tag>
        {profile.domains?.map((domain) => <Tag key={domain} tone="neutral">{words.domain(domain)}</Tag>)}
        {profile.fundingStage && <Tag tone="info">{words.stage(profile.fundingStage)}</Tag>}
      </div>
      <div className="grid gap-4 lg:grid-cols-[2fr_1fr]">
        <Panel title={t`About`}>
          <p className="max-w-prose whitespace-pre-line">{pick(profile.aboutZh, profile.aboutEn) ?? <Undisclosed />}</p>
          {profile.lookingFor && (
            <>
              <h3 className="pt-4 pb-1 font-semibold"><Trans>Looking for</Trans></h3>
              <p className="max-w-prose whitespace-pre-line">{profile.lookingFor}</p>
            </>
          )}
        </Panel>
        <Panel title={t`Facts`}>
          <ShownFacts profile={profile} />
          <p className="pt-3 text-caption text-muted">
            <Trans>Stated by the company itself; as of <Time value={profile.updatedAt} />. It decides field by field what is shown.</Trans>
          </p>
        </Panel>
      </div>
    </>
  );
}

function ShownFacts({ profile }: { profile: Shown }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const words = useProfileWords();
  const otherName = i18n.locale === 'zh-CN' ? profile.nameEn : profile.nameZh;
  const facts: Fact[] = [
    { label: i18n.locale === 'zh-CN' ? t`English name` : t`Chinese name`, value: otherName },
    { label: t`Model`, value: profile.modelName },
    { label: t`Size`, value: profile.parametersBillion && t`${format.number(profile.parametersBillion)} billion parameters` },
    { label: t`Filing number`, value: profile.filingNumber },
    { label: t`Funding`, value: profile.fundingStage && words.stage(profile.fundingStage) },
    { label: t`Raised so far`, value: profile.raisedFen && format.money(profile.raisedFen) },
    { label: t`Revenue, last 12 months`, value: profile.revenueFen && format.money(profile.revenueFen) },
    { label: t`People`, value: profile.headcount && format.number(profile.headcount) },
    { label: t`Founded`, value: profile.foundedYear },
    {
      label: t`Website`,
      value: profile.website && <HrefLink href={profile.website} target="_blank" rel="noreferrer">{profile.website.replace(/^https?:\/\//, '')}</HrefLink>,
    },
  ].map(({ label, value }) => ({ label, value: value || <Undisclosed /> }));
  return <Facts items={facts} columns={1} />;
}

function Undisclosed() {
  return <span className="text-muted"><Trans>Not disclosed</Trans></span>;
}
