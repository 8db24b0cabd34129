import { Injectable } from '@nestjs/common';
import { defineFilePurpose, defineFileSubject, FileService, type Ctx, type Tx } from '@wutong/core-server';
import type { Answers } from '@wutong/core-shared';
import { TenancyApplication } from './tenancy-application.entity';
import { tenancyApplicationForm } from './tenancy-application.form';

const DOCUMENT = defineFilePurpose({
  purpose: 'tenancy-application',
  accept: ['application/pdf', 'image/png', 'image/jpeg'],
  maxSize: 100 * 1024 * 1024,
});
const SUBJECT = defineFileSubject({
  type: 'TenancyApplication',
  purposes: [DOCUMENT.purpose],
  permission: 'tenancy-application.queue',
});

/** The documents of an application: the files that its answers name, and no others, are attached to it. */
@Injectable()
export class ApplicationFiles {
  constructor(private readonly files: FileService) {}

  /** Attaches the files that new answers name and lets go of those that they no longer name. */
  async follow(ctx: Ctx, tx: Tx, application: TenancyApplication, answers: Answers): Promise<void> {
    const before = fileIds(application, application.answers);
    const after = fileIds(application, answers);
    const subject = { type: SUBJECT.type, id: application.id };
    const added = after.filter((id) => !before.includes(id));
    const gone = before.filter((id) => !after.includes(id));
    if (added.length > 0) await this.files.attachFiles(ctx, tx, subject, added);
    if (gone.length > 0) await this.files.detachFiles(ctx, tx, subject, gone);
  }
}

function fileIds(application: TenancyApplication, answers: Answers): string[] {
  return tenancyApplicationForm(application.formVersion)
    .sections.flatMap(({ fields }) => fields)
    .filter(({ type }) => type === 'files')
    .flatMap(({ key }) => (Array.isArray(answers[key]) ? (answers[key] as string[]) : []));
}
