import { migration } from '@wutong/core-server';

/** What the centre asks beside the sizing of a request: versions of one form, of which a request keeps its own. */
export const ComputeRequestForm1764363600000 = migration(
  'ComputeRequestForm1764363600000',
  `
  create table compute_request_form (
    version int primary key check (version > 0),
    questions jsonb not null check (jsonb_typeof(questions) = 'array'),
    note text not null check (length(trim(note)) > 0),
    published_by uuid references app_user,
    published_by_name text,
    published_at timestamptz not null
  );
  alter table compute_request_form enable row level security;
  create policy read on compute_request_form for select using ((select current_setting('wutong.reach', true)) <> 'anonymous');
  create policy keep on compute_request_form for insert with check ((select current_setting('wutong.reach', true)) = 'centre');
  grant select, insert on compute_request_form to wutong_app;

  insert into compute_request_form (version, note, published_at, questions) values (1, 'First version', now(), $json$[
    {"key": "parameters", "type": "number", "min": 0.01, "max": 100000, "decimals": 2,
     "label": {"en": "Size of the model (billion parameters)", "zh-CN": "模型规模（十亿参数）"},
     "visibleWhen": {"field": "purposeKind", "in": ["pretrain", "finetune"]}},
    {"key": "tokens", "type": "number", "min": 0.001, "max": 1000000, "decimals": 3,
     "label": {"en": "Tokens to train on (billions)", "zh-CN": "训练数据量（十亿 token）"},
     "visibleWhen": {"field": "purposeKind", "in": ["pretrain", "finetune"]}},
    {"key": "beginsFrom", "type": "choice",
     "label": {"en": "What it begins from", "zh-CN": "训练起点"},
     "visibleWhen": {"field": "purposeKind", "in": ["pretrain", "finetune"]},
     "options": [
       {"value": "scratch", "label": {"en": "From scratch", "zh-CN": "从零开始"}},
       {"value": "own", "label": {"en": "A checkpoint of ours", "zh-CN": "自有检查点"}},
       {"value": "open", "label": {"en": "An open model", "zh-CN": "开源模型"}}]},
    {"key": "estimate", "type": "longText", "maxWords": 400,
     "label": {"en": "How you came to these hours", "zh-CN": "卡时测算依据"},
     "help": {"en": "Throughput measured, runs planned, what is kept in reserve. Needed from 100,000 GPU-hours.",
              "zh-CN": "实测吞吐、计划轮次与预留余量。10 万卡时及以上必填。"},
     "requiredWhen": {"field": "gpuHours", "gt": 99999}},
    {"key": "canPause", "type": "boolean",
     "label": {"en": "Can the jobs stop at any time and go on from a checkpoint?", "zh-CN": "任务能否随时中断并从检查点恢复？"}}
  ]$json$);

  alter table compute_request add form_version int not null default 1 references compute_request_form;
  alter table compute_request alter form_version drop default;
  alter table compute_request add answers jsonb not null default '{}' check (jsonb_typeof(answers) = 'object');
  `,
);
