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
  .command('doctor')
  .description('show what was found on this machine, what is missing and what to do')
  .action(async () => (await import('./commands/doctor.ts')).runDoctor());

await program.parseAsync().catch(endWith);
// Everything is stopped now; a forgotten handle must not keep the program alive.
process.exit();
