import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the local servers of a data folder look for their ports from a number of their own upwards: two test files that start
 * servers at once would otherwise both find the default ports free, and one of them would lose the race.
 */
export function startPortsAt(dataDir: string, first: number): void {
  const names = ['postgres', 'temporal', 'temporalUi', 'temporalHttp', 'temporalMetrics'];
  const ports = Object.fromEntries(names.map((name, index) => [name, first + index]));
  writeFileSync(join(dataDir, 'ports.json'), JSON.stringify(ports));
}
