#!/bin/sh
# Runs once, when the PostgreSQL volume is empty. Only this script uses the superuser: annex_owner owns the tables and runs migrations,
# the program connects as annex_app, and Temporal has its own role and databases. None of the three is a superuser.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
  --set=owner_password="$ANNEX_OWNER_PASSWORD" --set=app_password="$ANNEX_APP_PASSWORD" \
  --set=temporal_password="$TEMPORAL_DATABASE_PASSWORD" <<'SQL'
create role annex_owner login password :'owner_password';
create role annex_app login password :'app_password';
create database annex owner annex_owner;
create role temporal login password :'temporal_password';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
