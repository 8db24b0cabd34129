import { migration } from '@wutong/core-server';

/**
 * The criteria of reviews in versions, of which a review keeps its own. The three that were fixed are version 1, where they count
 * alike, so that a mean of before is the same to the last digit.
 */
export const ComputeReviewRubric1764388800000 = migration(
  'ComputeReviewRubric1764388800000',
  `
  create table compute_review_rubric (
    version int primary key check (version > 0),
    criteria jsonb not null check (jsonb_typeof(criteria) = 'array'),
    note text not null check (length(trim(note)) > 0),
    published_by uuid references app_user,
    published_by_name text,
    published_at timestamptz not null
  );
  alter table compute_review_rubric enable row level security;
  create policy read on compute_review_rubric for select using ((select current_setting('wutong.reach', true)) in ('centre', 'system'));
  create policy keep on compute_review_rubric for insert with check ((select current_setting('wutong.reach', true)) = 'centre');
  grant select, insert on compute_review_rubric to wutong_app;

  insert into compute_review_rubric (version, note, published_at, criteria) values (1, 'First version', now(), $json$[
    {"key": "merit", "weight": 1, "name": {"en": "Merit", "zh-CN": "价值"},
     "guidance": {"en": "What the work on the model is worth: to the company, to the field.", "zh-CN": "模型工作对企业与行业的价值。"},
     "levels": {
       "1": {"en": "Repeats what is freely available; no user in sight.", "zh-CN": "重复已有公开成果，无明确使用方。"},
       "3": {"en": "Useful to the company; customers or partners are named.", "zh-CN": "对企业有用，已有明确客户或合作方。"},
       "5": {"en": "Others in the field can build on it, and users wait for it.", "zh-CN": "可供行业共用，且已有用户等待使用。"}}},
    {"key": "readiness", "weight": 1, "name": {"en": "Readiness", "zh-CN": "就绪度"},
     "guidance": {"en": "Whether data, code and people are there to use the hours from the first day.", "zh-CN": "数据、代码与人员是否到位，首日即可使用卡时。"},
     "levels": {
       "1": {"en": "Data or code do not exist yet.", "zh-CN": "数据或代码尚未具备。"},
       "3": {"en": "Data and code are there; the first days go into set-up.", "zh-CN": "数据与代码已具备，前几日用于调试。"},
       "5": {"en": "The same run has been made on fewer GPUs.", "zh-CN": "已在较小规模上完整跑通。"}}},
    {"key": "soundness", "weight": 1, "name": {"en": "Figures", "zh-CN": "测算依据"},
     "guidance": {"en": "Whether the hours follow from the work: size of model, tokens, earlier runs.", "zh-CN": "卡时是否由工作量推算：模型规模、词元数、既往运行。"},
     "levels": {
       "1": {"en": "A round number without a reckoning.", "zh-CN": "仅有整数，没有测算。"},
       "3": {"en": "Reckoned from size and tokens with usual throughput.", "zh-CN": "按规模与词元数、以常见吞吐推算。"},
       "5": {"en": "Reckoned from throughput that was measured here.", "zh-CN": "按在本中心实测的吞吐推算。"}}}
  ]$json$);

  alter table compute_review add rubric_version int references compute_review_rubric;
  alter table compute_review add scores jsonb check (jsonb_typeof(scores) = 'object' and not jsonb_path_exists(scores, '$.* ? (@ < 1 || @ > 5)'));
  alter table compute_review add weighted int;
  alter table compute_review add weights int;
  update compute_review set rubric_version = 1, scores = jsonb_build_object('merit', merit, 'readiness', readiness, 'soundness', soundness),
    weighted = merit + readiness + soundness, weights = 3;
  alter table compute_review drop column merit, drop column readiness, drop column soundness;
  alter table compute_review alter rubric_version set not null, alter scores set not null, alter weighted set not null, alter weights set not null,
    add check (weighted between weights and 5 * weights),
    add check (comment is not null or not jsonb_path_exists(scores, '$.* ? (@ == 1 || @ == 5)'));
  `,
);
