import { migration } from '@wutong/core-server';

/**
 * What happens on a case without a move leaves its version, on which people decide, as it is: such rows of the timeline are
 * counted within the version.
 */
export const CoreCaseNotes1764375600000 = migration(
  'CoreCaseNotes1764375600000',
  `
  alter table case_event add note int not null default 0 check (note >= 0);
  alter table case_event drop constraint case_event_workflow_case_id_version_key;
  alter table case_event add unique (workflow, case_id, version, note);
  `,
);
