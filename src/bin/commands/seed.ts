import { loadConfig } from '../../config/config.ts';
import { sellGym } from '../demo/gym-catalogue.ts';
import { localClient } from '../demo/local-client.ts';

/** Launches a small catalogue on the local instance. Running it again changes nothing. */
export async function runSeed(): Promise<void> {
  await sellGym(await localClient(loadConfig(process.env)));
  process.stdout.write('On sale: the plans gym-basic and gym-premium, and the add-on gym-water.\n');
}
