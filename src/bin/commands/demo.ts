import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, loadConfig } from '../../config/config.ts';
import { sellGym } from '../demo/gym-catalogue.ts';
import { runGymStory } from '../demo/gym-story.ts';
import { localClient } from '../demo/local-client.ts';

/** Runs the demo of a gym on the local instance and prints where to see it in the Temporal UI. */
export async function runDemo(): Promise<void> {
  const config = loadConfig(process.env);
  const client = await localClient(config);
  await sellGym(client);
  const members = await runGymStory(client, (at, what) =>
    process.stdout.write(`${at.slice(0, 16).replace('T', ' ')}  ${what}\n`),
  );
  const ui = temporalUi(config);
  if (ui === undefined) return;
  process.stdout.write('\nIn the Temporal UI:\n');
  for (const { name, customerId } of members) {
    const query = encodeURIComponent(`AnnexCustomer="${customerId}"`);
    process.stdout.write(`  ${name}  ${ui}/namespaces/${config.temporal.namespace}/workflows?query=${query}\n`);
  }
}

/** The address of the local Temporal UI, as the running instance stored it. */
function temporalUi({ dataDir, temporal }: Config): string | undefined {
  const path = join(dataDir, 'ports.json');
  if (temporal.address !== undefined || !existsSync(path)) return undefined;
  const ports: { readonly temporalUi?: number } = JSON.parse(readFileSync(path, 'utf8'));
  return ports.temporalUi === undefined ? undefined : `http://127.0.0.1:${ports.temporalUi}`;
}
