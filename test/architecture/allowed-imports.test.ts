import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from './cruise.ts';

const scratch = fileURLToPath(new URL('../../.annex-test/', import.meta.url));

const notInRow = (room: string): string => `${room} imports only what its row allows`;
const typesOnly = (room: string): string => `${room} imports these as types only`;

/** A fixture file, its import, and the rule that the import violates; null if none. */
const fixtures = [
  ['domain/money/a.ts', `import { b } from '../invariant.ts';`, null],
  ['domain/money/b.ts', `import { b } from '../billing/invoice.ts';`, notInRow('domain/money')],
  ['domain/money/c.ts', `import type { B } from '../billing/invoice.ts';`, notInRow('domain/money')],
  ['domain/money/d.ts', `import { Decimal } from 'decimal.js';`, null],
  ['domain/pricing/a.ts', `import { Decimal } from 'decimal.js';`, notInRow('domain/pricing')],
  ['domain/time/a.ts', `import { setTimeout } from 'node:timers/promises';`, notInRow('domain/time')],
  ['domain/catalogue/model/a.ts', `import { b } from '../launch/launch.ts';`, notInRow('domain/catalogue/model')],
  ['domain/subscription/charge/a.ts', `import { b } from '../add-on/b.ts';`, notInRow('domain/subscription/charge')],
  ['domain/subscription/life/a.effect.ts', `import { Recorder } from '../model/recorder.ts';`, null],
  [
    'domain/subscription/life/a.command.ts',
    `import { Recorder } from '../model/recorder.ts';`,
    'only what carries out records events',
  ],
  ['contracts/a.ts', `import { z } from 'zod';`, notInRow('contracts')],
  ['contracts/wire/shared/a.ts', `import { z } from 'zod';`, null],
  ['contracts/wire/shared/b.ts', `import { b } from '../catalogue/price.ts';`, notInRow('contracts/wire/shared')],
  ['application/subscription/a.ts', `import type { B } from '../ports/engine.ts';`, null],
  ['application/subscription/b.ts', `import { B } from '../ports/engine.ts';`, typesOnly('application/subscription')],
  ['application/subscription/c.ts', `import { b } from '../../api/http/answer.ts';`, notInRow('application/subscription')],
  ['workflows/a.ts', `import type { B } from '../activities/index.ts';`, null],
  ['workflows/b.ts', `import { b } from '../activities/index.ts';`, typesOnly('workflows')],
  ['workflows/c.ts', `import { b } from '../contracts/wire/shared/b.ts';`, notInRow('workflows')],
  ['activities/a.ts', `import { b } from '../persistence/database/database.ts';`, notInRow('activities')],
  ['persistence/subscription/a.ts', `import type { B } from '../../application/ports/engine.ts';`, null],
  [
    'persistence/subscription/b.ts',
    `import { B } from '../../application/ports/engine.ts';`,
    typesOnly('persistence/subscription'),
  ],
  ['persistence/database/a.ts', `import type { B } from '../catalogue/b.ts';`, notInRow('persistence/database')],
  ['api/subscription/a.ts', `import { b } from '../../persistence/database/database.ts';`, notInRow('api/subscription')],
  ['api/http/a.ts', `import { b } from '../catalogue/b.ts';`, notInRow('api/http')],
  ['api/http/b.ts', `import { Client } from '@temporalio/client';`, notInRow('api/http')],
  ['engine/a.ts', `import { Client } from '@temporalio/client';`, null],
  ['engine/b.ts', `import { b } from '../bin/b.ts';`, notInRow('engine')],
  ['bin/compose/b.ts', `import { b } from '../../engine/c.ts';`, null],
  ['utils/a.ts', `import { b } from '../domain/invariant.ts';`, 'each room has a row'],
] as const;

/** Writes the fixture files and the empty files that they import to a temporary folder. */
function writeFixtures(): string {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, 'fixtures-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const [file, text] of fixtures) {
    const imported = /'(\.[^']*)'/.exec(text)?.[1];
    if (imported !== undefined) write(join(folder, 'src', dirname(file), imported), 'export {};\n');
  }
  for (const [file, text] of fixtures) write(join(folder, 'src', file), `${text}\n`);
  return folder;
}

describe('the table of allowed imports', () => {
  const folder = writeFixtures();
  const { violations } = cruise(folder).summary;
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(fixtures)('src/%s: %s violates %s', (file, _text, rule) => {
    const broken = violations.filter(({ from }) => from === `src/${file}`).map(({ rule: { name } }) => name);
    expect(broken).toEqual(rule === null ? [] : [rule]);
  });
});

describe('the workflow bundle', () => {
  it('has no value import of zod or Node.js', () => {
    const { modules } = cruise();
    const importsOf = new Map(
      modules.map(({ source, dependencies }) => [
        source,
        dependencies.filter(({ dependencyTypes }) => !dependencyTypes.includes('type-only')),
      ]),
    );
    const reached = new Set(['src/workflows/index.ts']);
    for (const file of reached) for (const { resolved } of importsOf.get(file) ?? []) reached.add(resolved);
    const foreign = [...reached].filter((file) => !file.startsWith('src/')).toSorted();
    expect(foreign.map((file) => file.replace(/^node_modules\/((@[^/]+\/)?[^/]+)\/.*$/, '$1'))).toEqual([
      '@temporalio/common',
      '@temporalio/workflow',
    ]);
  });
});
