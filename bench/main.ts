import { Command, InvalidArgumentError } from 'commander';
import type { DynamicConfig } from '../src/runtime/temporal-settings.ts';

const program = new Command('bench').description(
  'Measurements on this machine. Each starts servers of its own and prints one JSON object.',
);
const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 20_000)
    throw new InvalidArgumentError('give a whole number from 1 to 20000');
  return value;
};
/** Adds one setting of the Temporal server, `key=JSON`. */
const setting = (text: string, settings: DynamicConfig): DynamicConfig => {
  const [, key = '', value = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (key === '') throw new InvalidArgumentError('give key=JSON');
  return { ...settings, [key]: JSON.parse(value) };
};

interface RenewalsOptions {
  readonly subscriptions: number;
  readonly dynamicConfig: DynamicConfig;
}

program
  .command('renewals')
  .description('renewals that are due at one instant, then attaches and orders over HTTP')
  .option('--subscriptions <n>', 'how many', count, 2000)
  .option('--dynamic-config <key=JSON>', 'a setting of the Temporal server; may be repeated', setting, {})
  .action(async (options: RenewalsOptions) => (await import('./renewals.ts')).benchRenewals(options));
program
  .command('midwave-kill')
  .description('SIGKILL in the middle of a wave of renewals')
  .option('--subscriptions <n>', 'how many', count, 600)
  .action(async (options: { readonly subscriptions: number }) => (await import('./midwave-kill.ts')).benchMidwaveKill(options));
program
  .command('replay')
  .description('what a workflow costs that the worker does not have in its cache')
  .option('--subscriptions <n>', 'how many', count, 300)
  .action(async (options: { readonly subscriptions: number }) => (await import('./replay.ts')).benchReplay(options));
program
  .command('decisions')
  .description('renewals and attaches as the activity decides them, on PostgreSQL alone: without Temporal')
  .option('--subscriptions <n>', 'how many', count, 600)
  .action(async (options: { readonly subscriptions: number }) => (await import('./decisions.ts')).benchDecisions(options));
program
  .command('prices')
  .description('tiered calculations per second on one core; starts no server')
  .action(async () => (await import('./prices.ts')).benchPrices({ calculations: 400_000 }));

await program.parseAsync();
process.exit();
