#!/bin/sh
# Writes a file named .env with random secrets for docker compose, in the current folder. It never changes an existing file.
set -eu
if [ -e .env ]; then
  echo '.env is there already: add what is missing to it by hand.' >&2
  exit 1
fi
umask 077
secret() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }
{
  for name in POSTGRES_PASSWORD ANNEX_OWNER_PASSWORD ANNEX_APP_PASSWORD TEMPORAL_DATABASE_PASSWORD; do
    echo "$name=$(secret)"
  done
  echo "ANNEX_API_KEY=sk_sandbox_$(secret)"
} >.env
echo 'Wrote .env: keep it secret, and keep it as long as the volume of PostgreSQL.'
