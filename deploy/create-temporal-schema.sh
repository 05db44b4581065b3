#!/bin/sh
# Creates or updates the schema of Temporal's two databases. Running it again changes nothing.
set -eu
folder=/etc/temporal/schema/postgresql/v12

update() {
  # The version table exists only after the first set-up, which fails when repeated.
  temporal-sql-tool --db "$1" setup-schema -v 0.0 || echo "schema of $1 exists"
  temporal-sql-tool --db "$1" update-schema -d "$folder/$2/versioned"
}

update temporal temporal
update temporal_visibility visibility
