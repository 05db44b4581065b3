#!/bin/sh
# Runs once, when the PostgreSQL volume is empty: Temporal gets a role and databases of its own.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$TEMPORAL_PASSWORD" --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
create role temporal login password :'password';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
