import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Dependency {
  readonly module: string;
  readonly resolved: string;
  readonly dependencyTypes: readonly string[];
}

interface CruiseResult {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly Dependency[] }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** Runs dependency-cruiser on `src` of a folder with the rules of this repository. */
export function cruise(folder = root): CruiseResult {
  const program = `${root}node_modules/dependency-cruiser/bin/dependency-cruiser.mjs`;
  const config = ['--config', `${root}.dependency-cruiser.mjs`, '--ts-config', `${root}tsconfig.json`];
  const output = execFileSync(process.execPath, [program, ...config, '--output-type', 'json', 'src'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(output) as CruiseResult;
}
