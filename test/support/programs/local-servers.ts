// The part of `annex dev` that manages processes: lock, PostgreSQL, Temporal, signals. Tests start, kill and restart it.
import { exitAfterFailure } from '../../../src/bin/end.ts';
import { startLocalServers, stopOrphans } from '../../../src/bin/local/local-servers.ts';
import { runParts } from '../../../src/bin/compose/run-parts.ts';

import { loadConfig } from '../../../src/config/config.ts';
import { lockDataDir } from '../../../src/runtime/instance-lock.ts';
import { createLog } from '../../../src/runtime/log.ts';
import { choosePorts } from '../../../src/runtime/ports.ts';

const config = loadConfig(process.env);
const log = createLog({ level: 'info' });

await runParts({ config, log }, async (supervisor) => {
  log.info('starting');
  await supervisor.start('data folder', async () => lockDataDir(config.dataDir));
  await stopOrphans({ dataDir: config.dataDir, log });
  const ports = await choosePorts(config.dataDir);
  const { postgres, temporalAddress } = await startLocalServers({ config, ports, log, supervisor });
  log.info({ pid: postgres?.pid, ownerUrl: postgres?.ownerUrl, port: postgres?.port, temporalAddress }, 'ready');
}).catch(exitAfterFailure);
