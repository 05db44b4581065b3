import { ConfigError, loadConfig } from '../../config/config.ts';
import { checkMachine, type Finding } from '../local/doctor-checks.ts';

/** Prints a table of the checks and, below it, what to do about each failed one. Exit code 1 if a check fails. */
export async function runDoctor(): Promise<void> {
  const findings = await findAll();
  const width = Math.max(...findings.map(({ what }) => what.length));
  const rows = findings.map(({ what, ok, found }) => `${ok ? 'ok     ' : 'missing'}  ${what.padEnd(width)}  ${found}`);
  const tasks = findings.flatMap(({ ok, todo }) => (ok || todo === undefined ? [] : [`- ${todo}`]));
  const summary = tasks.length === 0 ? ['Nothing is missing.'] : ['What to do:', ...tasks];
  process.stdout.write(`${[...rows, '', ...summary].join('\n')}\n`);
  if (tasks.length > 0) process.exitCode = 1;
}

async function findAll(): Promise<readonly Finding[]> {
  try {
    const config = loadConfig(process.env);
    const warnings = config.warnings.map((warning): Finding => ({
      what: 'Setting',
      ok: false,
      found: 'unknown',
      todo: warning,
    }));
    return [...(await checkMachine(config)), ...warnings];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map((issue): Finding => ({ what: 'Setting', ok: false, found: 'invalid', todo: issue }));
  }
}
