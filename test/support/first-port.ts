import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the local servers of a data folder search for free ports from `first` upwards. Each test file needs its own range, since
 * two files that start servers at once could choose the same default ports.
 */
export function setFirstPort(dataDir: string, first: number): void {
  const names = ['postgres', 'temporal', 'temporalUi', 'temporalHttp', 'temporalMetrics'];
  const ports = Object.fromEntries(names.map((name, index) => [name, first + index]));
  writeFileSync(join(dataDir, 'ports.json'), JSON.stringify(ports));
}
