import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface SourceFile {
  /** Relative to the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Reads the files of folders with these endings, and single files, sorted by path. */
export function readSources({ under, endings }: { readonly under: readonly string[]; readonly endings: readonly string[] }) {
  const isWanted = (path: string): boolean => endings.some((ending) => path.endsWith(ending));
  return under
    .flatMap((place) => (isWanted(place) ? [place] : filesBelow(place).filter(isWanted)))
    .toSorted()
    .map((path): SourceFile => ({ path, text: readFileSync(root + path, 'utf8') }));
}

/** The paths of all files below a folder, relative to the root of the repository. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(root + folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length))
    .filter((path) => !path.includes('node_modules/'));
}
