import { migration } from '@wutong/core-server';

/**
 * Metered runs are known by job number and start alone, as every source tells these: one that came with slurmdbd's index in a
 * file and without it from slurmrestd would count twice. Tasks of arrays keep their key, as their own number is not kept.
 *
 * Two indexes go, which took a third of what the server spends on a run: runs of a grant are found by its tenant's, and those of a
 * job's number by their keys. Rows of sums grow where they are.
 */
export const ComputeUsageKeys1764399600000 = migration(
  'ComputeUsageKeys1764399600000',
  `
  create temporary table new_key on commit drop as
    select job_key as before, cluster || '/' || job_id || '@' || extract(epoch from start_at)::bigint as after
      from usage_record where job_id ~ '^[0-9]+$' and job_key = cluster || '/' || substring(job_key from '[0-9]+$');
  delete from new_key where after in (select job_key from usage_record);
  delete from new_key where after in (select after from new_key group by after having count(*) > 1);
  update usage_record set job_key = after from new_key where job_key = before;
  update charge_refund set job_key = after from new_key where job_key = before;
  update parked_usage p
     set job_key = k.after, record = p.record || jsonb_build_object('key', k.after)
    from (select job_key as before, cluster || '/' || (record->>'jobId') || '@' || extract(epoch from start_at)::bigint as after
            from parked_usage) k
   where p.job_key = k.before and p.record->>'jobId' ~ '^[0-9]+$' and p.start_at is not null
     and p.job_key = p.cluster || '/' || substring(p.job_key from '[0-9]+$')
     and not exists (select from parked_usage q where q.job_key = k.after);

  drop index usage_record_cluster_job_id_start_at_idx;
  drop index usage_record_grant_id_start_at_idx;
  alter table usage_hour set (fillfactor = 70);
  alter table usage_day set (fillfactor = 70);
  alter table usage_month set (fillfactor = 70);
  alter table usage_grant_day set (fillfactor = 70);
  `,
);
