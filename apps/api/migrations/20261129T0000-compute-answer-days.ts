import { migration } from '@wutong/core-server';

/**
 * How long a supplier has to answer a dispute is a term of its contract. Until when a dispute is to be answered is kept with
 * the dispute, so that what a letter said stays so when the term changes.
 */
export const ComputeAnswerDays1764374400000 = migration(
  'ComputeAnswerDays1764374400000',
  `
  alter table supplier_contract add answer_days int not null default 15 check (answer_days between 1 and 90);
  grant update (answer_days) on supplier_contract to wutong_app;

  alter table reconciliation add answer_due_at timestamptz;
  update reconciliation
     set answer_due_at = ((disputed_at at time zone 'Asia/Shanghai')::date + 16)::timestamp at time zone 'Asia/Shanghai' - interval '1 second'
   where disputed_at is not null;
  alter table reconciliation add check ((disputed_at is null) = (answer_due_at is null));
  `,
);
