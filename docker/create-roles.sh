#!/bin/sh
# Run once by the postgres image when its volume is new: the owner of the schema, and the application's role, which
# owns nothing, so that row-level security holds for it.
set -e
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" <<'SQL'
create role wutong_owner login password :'owner';
create role wutong_app login nobypassrls password :'app';
create database wutong owner wutong_owner;
SQL
