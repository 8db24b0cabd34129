import { Trans, useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import {
  Button, graphql, Notice, Panel, Select, setLocale, setTheme, TextField, theme, toast, useCommand, type Theme,
} from '@wutong/core-web';
import { useMemo, useState } from 'react';
import { Form } from '../entrance/entrance-card';
import { useFields } from '../form/use-fields';
import type { ProfileQuery } from './profile.page.graphql';
import { UpdateProfileDocument } from './profile-panel.graphql';
import { timeZones } from './time-zones';

graphql`
  mutation UpdateProfile($input: ProfileInput!) {
    updateProfile(input: $input) {
      id
      name
      locale
      timeZone
    }
  }
`;

type User = NonNullable<ProfileQuery['viewer']>['user'];

/** Name, language, time zone; and how the portal looks on this device. */
export function ProfilePanel({ user }: { user: User }) {
  const { t, i18n } = useLingui();
  const router = useRouter();
  const update = useCommand(UpdateProfileDocument);
  const { values, set, field, submit, failure, isBusy } = useFields({
    name: user.name,
    locale: user.locale,
    timeZone: user.timeZone,
  });
  const [look, setLook] = useState(theme);
  const zones = useMemo(() => timeZones(i18n.locale, user.timeZone), [i18n.locale, user.timeZone]);
  const save = () =>
    submit(
      () => ({ name: values.name.trim() ? undefined : t`Enter your name.` }),
      async () => {
        await update.send({ input: values });
        await setLocale(values.locale === 'en' ? 'en' : 'zh-CN');
        await router.invalidate();
        toast.done(t`Saved`);
      },
    );
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Panel title={<Trans>About you</Trans>}>
        <Form onSubmit={() => void save()}>
          {failure && <Notice tone="bad">{failure}</Notice>}
          <TextField {...field('name')} label={t`Name`} autoComplete="name" isRequired />
          <TextField
            label={t`E-mail address`}
            value={user.email}
            onChange={() => undefined}
            isReadOnly
            help={t`You sign in with it.`}
          />
          <Select
            label={t`Language`}
            help={t`Of the portal on your devices and of mails to you.`}
            value={values.locale}
            onChange={(locale) => set({ locale })}
            options={[
              { value: 'zh-CN', label: '简体中文' },
              { value: 'en', label: 'English' },
            ]}
          />
          <Select
            label={t`Time zone`}
            help={t`Dates and times are shown in it.`}
            value={values.timeZone}
            onChange={(timeZone) => set({ timeZone })}
            options={zones}
          />
          <div className="flex justify-end">
            <Button type="submit" variant="primary" isPending={isBusy}>
              <Trans>Save</Trans>
            </Button>
          </div>
        </Form>
      </Panel>
      <Panel title={<Trans>On this device</Trans>} className="h-fit">
        <Select<Theme>
          label={t`Theme`}
          value={look}
          onChange={(next) => {
            setTheme(next);
            setLook(next);
          }}
          options={[
            { value: 'light', label: t`Light` },
            { value: 'dark', label: t`Dark` },
            { value: 'system', label: t`Like the system` },
          ]}
        />
      </Panel>
    </div>
  );
}
