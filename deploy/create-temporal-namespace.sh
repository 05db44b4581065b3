#!/bin/sh
# Creates the namespace and the search attributes of Annex. Running it again changes nothing.
set -eu
attempts=30
until temporal operator cluster health; do
  attempts=$((attempts - 1))
  [ "$attempts" -gt 0 ] || exit 1
  sleep 1
done
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d
existing=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE")
for name in AnnexTenant AnnexCustomer AnnexPlan AnnexStatus; do
  case "$existing" in
    *"$name"*) ;;
    *) temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type Keyword ;;
  esac
done
