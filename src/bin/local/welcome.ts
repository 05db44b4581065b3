interface Welcome {
  readonly url: string;
  readonly apiKey: string;
  /** Undefined for an external Temporal server. */
  readonly temporalUiUrl: string | undefined;
  readonly dataDir: string;
}

/** The message when everything runs: the addresses, the key, and a request to paste. */
export function welcome({ url, apiKey, temporalUiUrl, dataDir }: Welcome): string {
  const lines = [
    '',
    'Annex is ready.',
    '',
    `  API          ${url}`,
    `  API key      ${apiKey}`,
    ...(temporalUiUrl === undefined ? [] : [`  Temporal UI  ${temporalUiUrl}`]),
    `  Data         ${dataDir}`,
    '',
    'Create your first feature:',
    '',
    `  curl -X POST ${url}/v1/features \\`,
    `    -H 'Authorization: Bearer ${apiKey}' \\`,
    "    -H 'Content-Type: application/json' \\",
    "    -H 'Idempotency-Key: first-feature' \\",
    `    -d '{"key":"filtered-water","name":"Filtered water","kind":"boolean"}'`,
    '',
    'Ctrl-C stops everything; the data stays.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}
