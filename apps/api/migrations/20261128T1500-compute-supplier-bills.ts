import { migration } from '@wutong/core-server';

/**
 * Suppliers' bills and how they are reconciled with what was metered. The organisation of every row is the supplier. Money
 * of bills is micro-fen (10⁻⁸ yuan), as FOCUS has decimals far below a fen; GPU time is GPU-milli-hours as everywhere.
 */
export const ComputeSupplierBills1764342000000 = migration(
  'ComputeSupplierBills1764342000000',
  `
  -- How the columns of a supplier's file are read. A file is known by its header; versions are only added.
  create table bill_mapping (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    fingerprint text not null,
    version int not null check (version > 0),
    mapping jsonb not null,
    saved_by_name text not null,
    saved_at timestamptz not null,
    unique (organisation_id, fingerprint, version)
  );
  call guard_rows('bill_mapping', grants => 'select, insert');

  -- A bill as it came. It is never changed: a corrected one replaces it, and the one that nothing replaces counts.
  create table supplier_bill (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    month date not null check (extract(day from month) = 1),
    invoice text not null check (length(trim(invoice)) > 0),
    revision int not null check (revision > 0),
    replaces uuid unique references supplier_bill,
    format text not null check (format in ('focus', 'mapped')),
    mapping_id uuid references bill_mapping,
    file_id uuid not null,
    file_name text not null,
    sha256 text not null,
    lines int not null check (lines > 0),
    gpu_mh bigint not null,
    total_ufen bigint not null,
    imported_by_name text not null,
    imported_by uuid references app_user,
    imported_at timestamptz not null,
    unique (organisation_id, invoice, revision),
    unique (organisation_id, sha256),
    check ((revision = 1) = (replaces is null)),
    check ((format = 'mapped') = (mapping_id is not null))
  );
  create index on supplier_bill (organisation_id, month);
  call guard_rows('supplier_bill', grants => 'select, insert');

  create table supplier_bill_line (
    bill_id uuid not null references supplier_bill deferrable initially deferred,
    line int not null,
    organisation_id uuid not null,
    line_id text not null,
    category text not null check (category in ('usage', 'purchase', 'tax', 'credit', 'adjustment')),
    is_correction boolean not null,
    resource text,
    sku text,
    cluster text,
    gpu_class text,
    description text,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at >= starts_at),
    first_day date not null,
    last_day date not null check (last_day >= first_day),
    gpu_mh bigint,
    amount_ufen bigint not null,
    tax_ufen bigint not null,
    primary key (bill_id, line),
    unique (bill_id, line_id)
  );
  call guard_rows('supplier_bill_line', grants => 'select, insert');

  -- Which pool it is that a supplier's bills call by a resource, an article (SKU) or a cluster and class.
  create table supplier_match (
    organisation_id uuid not null references organisation,
    kind text not null check (kind in ('resource', 'sku', 'cluster')),
    key text not null,
    pool_id uuid not null references compute_pool,
    set_by_name text not null,
    set_at timestamptz not null,
    primary key (organisation_id, kind, key)
  );
  call guard_rows('supplier_match', grants => 'select, insert, update');

  -- From which difference on a line is looked at. Rows are only added; the centre's alone.
  create table reconciliation_tolerance (
    valid_from timestamptz primary key,
    absolute_fen bigint not null check (absolute_fen >= 0),
    basis_points int not null check (basis_points between 0 and 10000),
    set_by_name text not null
  );
  alter table reconciliation_tolerance enable row level security;
  create policy keep on reconciliation_tolerance using ((select current_setting('wutong.reach', true)) in ('centre', 'system'));
  grant select, insert on reconciliation_tolerance to wutong_app;

  -- A supplier's month: its bills beside what was metered. Once it is settled a later bill opens another round.
  create table reconciliation (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    month date not null check (extract(day from month) = 1),
    round int not null check (round > 0),
    state text not null,
    version int not null,
    tolerance_fen bigint not null,
    tolerance_basis_points int not null,
    metered_mh bigint not null,
    metered_ufen bigint not null,
    billed_mh bigint not null,
    billed_ufen bigint not null,
    charged_ufen bigint not null,
    difference_ufen bigint not null,
    differences int not null,
    unmatched int not null,
    computed_at timestamptz not null,
    imported_by uuid references app_user,
    disputed_by uuid references app_user,
    disputed_at timestamptz,
    unique (organisation_id, month, round),
    check (state not in ('disputed', 'correction_due', 'rejected') or disputed_by is not null)
  );
  create index on reconciliation (month desc, id desc);
  create unique index one_open_round on reconciliation (organisation_id, month) where state not in ('matched', 'agreed', 'written_off');
  call guard_rows('reconciliation', grants => 'select, insert, update');

  create table reconciliation_line (
    reconciliation_id uuid not null references reconciliation,
    no int not null,
    organisation_id uuid not null,
    kind text not null check (kind in ('use', 'unmatched', 'outside', 'credit', 'tax')),
    pool_id uuid references compute_pool,
    first_day date,
    last_day date,
    match_kind text,
    match_key text,
    metered_mh bigint not null,
    metered_ufen bigint not null,
    charged_ufen bigint not null,
    billed_mh bigint,
    billed_ufen bigint not null,
    bill_lines int not null,
    contract_fen bigint,
    quantity_ufen bigint not null,
    causes text[] not null,
    is_within boolean not null,
    primary key (reconciliation_id, no),
    check ((kind = 'use') = (pool_id is not null)),
    check ((kind = 'unmatched') = (match_key is not null))
  );
  call guard_rows('reconciliation_line', grants => 'select, insert, delete');
  `,
);
