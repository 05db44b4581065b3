import { Command } from 'commander';
import { endWith } from './end.ts';

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
program
  .command('doctor')
  .description('show what was found on this machine, what is missing and what to do')
  .action(async () => (await import('./commands/doctor.ts')).runDoctor());

await program.parseAsync().catch(endWith);
// Everything is stopped now; a forgotten handle must not keep the program alive.
process.exit();
