import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@apollo/client/react';
import {
  Button, CheckboxGroup, graphql, Notice, NumberField, PageHeader, Panel, Select, Skeleton, Switch, TextAreaField, TextField,
  toast, toWords, useCan, useCommand, useViewer,
} from '@wutong/core-web';
import { Eye, EyeOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useProfileWords } from './profile-words';
import { SaveTenantProfileDocument, TenantProfileDocument, type TenantProfileQuery } from './profile.page.graphql';

graphql`
  query TenantProfile {
    tenantProfile {
      organisationId taglineZh taglineEn aboutZh aboutEn domains modelName parametersBillion filingNumber fundingStage
      raisedFen revenueFen headcount foundedYear website lookingFor shownFields listed updatedAt
    }
  }
  mutation SaveTenantProfile($input: SaveTenantProfileInput!) {
    saveTenantProfile(input: $input) { organisationId listed shownFields updatedAt }
  }
`;

type Profile = NonNullable<TenantProfileQuery['tenantProfile']>;

/** What the company tells of itself, and, field by field, whether investors see it. */
export function Page() {
  const { data, error } = useQuery(TenantProfileDocument, { fetchPolicy: 'network-only' });
  if (error) return <Notice tone="bad">{toWords(error).message}</Notice>;
  if (!data) return <Skeleton className="h-96" />;
  return <Editor profile={data.tenantProfile ?? null} />;
}

type Draft = Omit<Profile, 'organisationId' | 'updatedAt' | '__typename'>;

const EMPTY: Draft = {
  taglineZh: null, taglineEn: null, aboutZh: null, aboutEn: null, domains: null, modelName: null, parametersBillion: null,
  filingNumber: null, fundingStage: null, raisedFen: null, revenueFen: null, headcount: null, foundedYear: null, website: null,
  lookingFor: null, shownFields: ['taglineZh', 'taglineEn', 'aboutZh', 'aboutEn', 'domains', 'modelName', 'website'], listed: false,
};

const YUAN = 100;

function Editor({ profile }: { profile: Profile | null }) {
  const { t } = useLingui();
  const words = useProfileWords();
  const canEdit = useCan('tenant-profile.edit');
  const company = useViewer().actingFor?.organisationName ?? '';
  const [draft, setDraft] = useState<Draft>(() => draftOf(profile));
  const save = useCommand(SaveTenantProfileDocument, { refetch: ['TenantProfile'] });
  const set = <K extends keyof Draft>(field: K, value: Draft[K]) => setDraft((before) => ({ ...before, [field]: value }));
  const text = (field: TextKey) => ({ value: draft[field] ?? '', onChange: (value: string) => set(field, value || null) });
  const toggle = (fields: readonly string[], isShown: boolean) =>
    set('shownFields', isShown ? [...new Set([...draft.shownFields, ...fields])] : draft.shownFields.filter((field) => !fields.includes(field)));
  const send = async () => {
    const saved = await save.run({ input: draft });
    if (saved) toast.done(draft.listed ? t`Saved. Investors see it now.` : t`Saved. Investors do not see you yet.`);
  };
  const row = (fields: readonly string[], field: ReactNode) => (
    <Row isShown={fields.every((one) => draft.shownFields.includes(one))} isListed={draft.listed} onToggle={(isShown) => toggle(fields, isShown)}>
      {field}
    </Row>
  );

  return (
    <>
      <PageHeader
        title={t`Company profile`}
        lead={<Trans>What {company} shows to investors. What you hide cannot be found by search or filter either.</Trans>}
        actions={canEdit && <Button variant="primary" isPending={save.isBusy} onPress={() => void send()}><Trans>Save</Trans></Button>}
      />
      <fieldset disabled={!canEdit} className="flex max-w-4xl flex-col gap-4">
        <Panel title={t`Directory`}>
          <Switch isSelected={draft.listed} onChange={(listed) => set('listed', listed)} isDisabled={!canEdit}>
            <Trans>List us in the directory of investors</Trans>
          </Switch>
          <p className="pt-1 text-caption text-muted"><Trans>The names are always shown; everything else only where the eye is open.</Trans></p>
        </Panel>
        <Panel title={t`In a few words`}>
          {row(['taglineZh', 'taglineEn'], (
            <div className="grid gap-3 sm:grid-cols-2">
              <TextField label={t`One line in Chinese`} maxLength={80} {...text('taglineZh')} />
              <TextField label={t`One line in English`} maxLength={120} {...text('taglineEn')} />
            </div>
          ))}
          {row(['aboutZh', 'aboutEn'], (
            <div className="grid gap-3 sm:grid-cols-2">
              <TextAreaField label={t`About us in Chinese`} {...text('aboutZh')} />
              <TextAreaField label={t`About us in English`} {...text('aboutEn')} />
            </div>
          ))}
          {row(['lookingFor'], <TextAreaField label={t`What we look for`} {...text('lookingFor')} />)}
        </Panel>
        <Panel title={t`Model`}>
          {row(['domains'], (
            <CheckboxGroup label={t`Fields of use`} value={[...(draft.domains ?? [])]} onChange={(domains) => set('domains', domains)} options={words.domains} />
          ))}
          {row(['modelName'], <TextField label={t`Name of the model`} {...text('modelName')} />)}
          {row(['parametersBillion'], (
            <NumberField label={t`Size (billion parameters)`} value={draft.parametersBillion ?? null} onChange={(value) => set('parametersBillion', value)} minValue={0.01} />
          ))}
          {row(['filingNumber'], <TextField label={t`Filing number`} {...text('filingNumber')} />)}
        </Panel>
        <Panel title={t`Company`}>
          {row(['website'], <TextField label={t`Website`} {...text('website')} />)}
          {row(['foundedYear'], <NumberField label={t`Founded in`} value={draft.foundedYear ?? null} onChange={(value) => set('foundedYear', value)} formatOptions={{ useGrouping: false }} />)}
          {row(['headcount'], <NumberField label={t`People`} value={draft.headcount ?? null} onChange={(value) => set('headcount', value)} minValue={1} />)}
          {row(['fundingStage'], (
            <Select label={t`Funding stage`} value={draft.fundingStage ?? null} onChange={(value) => set('fundingStage', value)} options={words.stages} />
          ))}
          {row(['raisedFen'], <Yuan label={t`Raised so far (yuan)`} fen={draft.raisedFen} onChange={(fen) => set('raisedFen', fen)} />)}
          {row(['revenueFen'], <Yuan label={t`Revenue of the last 12 months (yuan)`} fen={draft.revenueFen} onChange={(fen) => set('revenueFen', fen)} />)}
        </Panel>
      </fieldset>
    </>
  );
}

type TextKey = 'taglineZh' | 'taglineEn' | 'aboutZh' | 'aboutEn' | 'modelName' | 'filingNumber' | 'website' | 'lookingFor';

function draftOf(profile: Profile | null): Draft {
  if (!profile) return EMPTY;
  return Object.fromEntries(Object.keys(EMPTY).map((field) => [field, profile[field as keyof Draft]])) as Draft;
}

function Yuan({ label, fen, onChange }: { label: string; fen: string | null | undefined; onChange: (fen: string | null) => void }) {
  return (
    <NumberField
      label={label}
      value={fen ? Number(fen) / YUAN : null}
      onChange={(yuan) => onChange(yuan === null ? null : String(Math.round(yuan * YUAN)))}
      minValue={0}
    />
  );
}

/** A fact, and beside it whether investors see it. */
function Row({ children, isShown, isListed, onToggle }: { children: ReactNode; isShown: boolean; isListed: boolean; onToggle: (isShown: boolean) => void }) {
  const { t } = useLingui();
  const Icon = isShown ? Eye : EyeOff;
  return (
    <div className="flex items-start gap-4 border-b border-line py-3 first:pt-0 last:border-0 last:pb-0">
      <div className="min-w-0 flex-1">{children}</div>
      <Button
        size="sm"
        variant="quiet"
        className={isShown && isListed ? 'mt-6 text-ok!' : 'mt-6 text-muted!'}
        aria-pressed={isShown}
        onPress={() => onToggle(!isShown)}
      >
        <Icon aria-hidden />
        <span className="max-sm:sr-only">{isShown ? t`Shown` : t`Hidden`}</span>
      </Button>
    </div>
  );
}
