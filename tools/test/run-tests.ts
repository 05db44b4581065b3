import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';

// Runs all tests, then those of the workflows again with a budget of one, in which a run decides a single wake or
// command and continues as new, and once more with workflows in a thread of their own (ADR 0075). With arguments, which go to jest,
// there is one round.

interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

const folder = '.annex-test';
const given = process.argv.slice(2);

/** Runs jest with a report at a path; returns the counts. */
async function runJest(
  report: string,
  { args, env = {} }: { readonly args: readonly string[]; readonly env?: NodeJS.ProcessEnv },
) {
  const nodeArgs = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const outputFile = `${folder}/${report}`;
  const jest = spawn(process.execPath, [...nodeArgs, '--json', `--outputFile=${outputFile}`, ...args], {
    stdio: ['inherit', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => jest.kill(signal));
  await once(jest, 'exit');
  const counts: Counts = JSON.parse(readFileSync(outputFile, 'utf8'));
  return {
    code: jest.exitCode ?? 1,
    passed: counts.numPassedTests,
    failed: counts.numFailedTests + counts.numRuntimeErrorTestSuites,
  };
}

mkdirSync(folder, { recursive: true });
const rounds = [await runJest('report.json', { args: given })];
if (given.length === 0) {
  process.stderr.write('\nOnce more with a budget of one:\n');
  const args = ['test/workflows', 'test/scenarios/two-months', 'test/scenarios/continue-as-new'];
  rounds.push(await runJest('report-budget-one.json', { args, env: { ANNEX_TEST_WORKFLOW_BUDGET: '1' } }));
  process.stderr.write('\nOnce more with isolated workflows:\n');
  const isolated = ['test/workflows', '--testPathIgnorePatterns', 'isolation'];
  rounds.push(await runJest('report-isolated.json', { args: isolated, env: { ANNEX_TEST_WORKFLOW_ISOLATION: 'on' } }));
}
const passed = rounds.reduce((sum, round) => sum + round.passed, 0);
const failed = rounds.reduce((sum, round) => sum + round.failed, 0);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(rounds.some(({ code }) => code !== 0) || failed > 0 ? 1 : 0);
