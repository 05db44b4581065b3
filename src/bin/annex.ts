import { Command } from 'commander';
import { exitAfterFailure } from './end.ts';

// Each command is imported when it is called, so that `annex --help` and the second start stay quick.
const program = new Command('annex').description('A subscription engine on Temporal and PostgreSQL.').showHelpAfterError();

program
  .command('dev')
  .description('run everything on this machine: PostgreSQL, Temporal, worker and API')
  .option('--fresh', 'delete the data folder first')
  .action(async ({ fresh }: { fresh?: boolean }) => {
    const { runDev } = await import('./commands/dev.ts');
    await runDev({ data: fresh === true ? 'fresh' : 'keep' });
  });
program
  .command('server')
  .description('run the API against DATABASE_URL and TEMPORAL_ADDRESS')
  .action(async () => (await import('./commands/server.ts')).runServer());
program
  .command('worker')
  .description('run a worker against DATABASE_URL and TEMPORAL_ADDRESS')
  .action(async () => (await import('./commands/worker.ts')).runWorkerAlone());
program
  .command('migrate')
  .description('bring the database up to date; safe to run twice at once')
  .action(async () => (await import('./commands/migrate.ts')).runMigrate());
program
  .command('seed')
  .description('put a small catalogue on sale on the running instance')
  .action(async () => (await import('./commands/seed.ts')).runSeed());
program
  .command('demo')
  .description('tell the story of a gym on the running instance')
  .action(async () => (await import('./commands/demo.ts')).runDemo());
program
  .command('price')
  .description('price the calculations of a JSON file, step by step, without a server')
  .argument('<file>', 'a file with { "calculations": [...] }, or - for standard input')
  .option('--json', 'print JSON')
  .action(async (file: string, { json }: { json?: boolean }) => {
    await (await import('./commands/price.ts')).runPrice({ file, format: json === true ? 'json' : 'table' });
  });
const catalog = program.command('catalog').description('the catalogue as a file, kept in version control');
catalog
  .command('apply')
  .description('bring the catalogue of a running server to what a file says, all of it or nothing')
  .argument('<file>', 'a JSON file, or a .csv with one price in each row')
  .option('--dry-run', 'show what would change, and change nothing')
  .option('--url <url>', 'address of the server; otherwise ANNEX_URL, or the instance on this machine')
  .option('--key <key>', 'API key; otherwise ANNEX_API_KEY, or the key of the instance on this machine')
  .action(async (file: string, { dryRun, ...server }: { dryRun?: boolean; url?: string; key?: string }) => {
    await (await import('./commands/catalog.ts')).runCatalogApply({ file, mode: dryRun === true ? 'dryRun' : 'apply', server });
  });
catalog
  .command('export')
  .description('write the catalogue of a running server as a file that can be applied')
  .argument('[file]', 'a .json or .csv file; standard output unless given')
  .option('--url <url>', 'address of the server; otherwise ANNEX_URL, or the instance on this machine')
  .option('--key <key>', 'API key; otherwise ANNEX_API_KEY, or the key of the instance on this machine')
  .action(async (file: string | undefined, server: { url?: string; key?: string }) => {
    await (await import('./commands/catalog.ts')).runCatalogExport({ file, server });
  });
const tenant = program.command('tenant').description('tenants, as the owner of the tables');
tenant
  .command('create')
  .description('make a tenant; it has no API key yet')
  .argument('<key>', 'names the tenant for you and never changes')
  .requiredOption('--mode <mode>', 'live, or sandbox: its subscriptions have clocks of their own. It never changes')
  .requiredOption('--name <name>', 'what people read')
  .action(async (key: string, { mode, name }: { mode: 'live' | 'sandbox'; name: string }) => {
    await (await import('./commands/tenant.ts')).runTenantCreate({ key, mode, name });
  });
tenant
  .command('list')
  .description('show every tenant')
  .action(async () => (await import('./commands/tenant.ts')).runTenantList());
const key = program.command('key').description('API keys of any tenant, as the owner of the tables');
key
  .command('create')
  .description('make a key and show its secret, once')
  .requiredOption('--tenant <key>', 'the tenant, by its key')
  .requiredOption('--name <name>', 'what the key is for')
  .option('--scopes <list>', 'of read, write and admin, separated by commas', 'read,write')
  .option('--expires <instant>', 'when it ends, such as 2027-01-31T00:00:00Z; otherwise never')
  .action(async (input: { tenant: string; name: string; scopes: string; expires?: string }) => {
    await (await import('./commands/key.ts')).runKeyCreate(input);
  });
key
  .command('list')
  .description('show keys without their secrets, those that no longer work too')
  .option('--tenant <key>', 'of one tenant, by its key')
  .action(async (filter: { tenant?: string }) => (await import('./commands/key.ts')).runKeyList(filter));
key
  .command('revoke')
  .description('end a key at once')
  .argument('<id>', 'its id, as the list shows it')
  .action(async (id: string) => (await import('./commands/key.ts')).runKeyRevoke(id));
key
  .command('rotate')
  .description('make a key in place of another one and show its secret, once')
  .argument('<id>', 'the id of the other one')
  .option('--grace-hours <hours>', 'how long the other one still works', '0')
  .action(async (id: string, options: { graceHours: string }) => (await import('./commands/key.ts')).runKeyRotate(id, options));
program
  .command('doctor')
  .description('show what was found on this machine, what is missing and what to do')
  .option('--repair', 'start the workflow of every running subscription that has none')
  .action(async ({ repair }: { repair?: boolean }) => {
    if (repair === true) await (await import('./commands/repair.ts')).runRepair();
    else await (await import('./commands/doctor.ts')).runDoctor();
  });
program
  .command('stuck')
  .description('list the subscriptions in which something is due and fails')
  .action(async () => (await import('./commands/stuck.ts')).runStuck());
program
  .command('retry')
  .description('try at once what is due and failed, instead of when its turn comes')
  .argument('<id>', 'the id of the subscription')
  .action(async (id: string) => (await import('./commands/stuck.ts')).runRetry(id));

await program.parseAsync().catch(exitAfterFailure);
// Everything has stopped; an open handle must not keep the process alive.
process.exit();
