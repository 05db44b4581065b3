import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface SourceFile {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The files of folders of the repository whose names end so, and single files that are named whole; in the order of their paths. */
export function readSources({ under, endings }: { readonly under: readonly string[]; readonly endings: readonly string[] }) {
  const isWanted = (path: string): boolean => endings.some((ending) => path.endsWith(ending));
  return under
    .flatMap((place) => (isWanted(place) ? [place] : filesBelow(place).filter(isWanted)))
    .toSorted()
    .map((path): SourceFile => ({ path, text: readFileSync(root + path, 'utf8') }));
}

/** Every file below a folder of the repository, by its path from the root. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(root + folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length))
    .filter((path) => !path.includes('node_modules/'));
}
