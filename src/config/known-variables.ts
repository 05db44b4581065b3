const knownVariables = [
  'ANNEX_HOST',
  'ANNEX_PORT',
  'ANNEX_TRUSTED_PROXIES',
  'ANNEX_RATE_LIMIT',
  'ANNEX_API_KEY',
  'ANNEX_DATA_DIR',
  'ANNEX_LOG_LEVEL',
  'ANNEX_DATABASE_OWNER_URL',
  'ANNEX_TEMPORAL_CLI',
  'ANNEX_IDEMPOTENCY_RETENTION',
  'ANNEX_OUTBOX_RETENTION',
  'ANNEX_WORKFLOW_BUDGET',
  'ANNEX_WORKFLOW_ISOLATION',
  'ANNEX_TASK_QUEUE',
  'ANNEX_URL',
] as const;

/** Returns a warning for each unknown `ANNEX_*` variable, with the most similar known one. */
export function reportUnknownVariables(env: NodeJS.ProcessEnv): readonly string[] {
  return Object.keys(env)
    .filter(
      (name) => name.startsWith('ANNEX_') && !name.startsWith('ANNEX_TEST_') && !knownVariables.some((known) => known === name),
    )
    .toSorted()
    .map((name) => `${name} is not a setting of Annex and has no effect. Did you mean ${nearest(name)}?`);
}

function nearest(name: string): string {
  const byDistance = knownVariables.toSorted((one, other) => editDistance(name, one) - editDistance(name, other));
  return byDistance[0] ?? 'ANNEX_PORT';
}

/** The Levenshtein distance: the number of characters to insert, remove or replace. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of Array.from(from).entries()) {
    const current = [row + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const exchange = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(exchange, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
