import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

/** One import between files below `src`; paths are relative to the root of the repository. */
export interface ImportEdge {
  readonly from: string;
  readonly to: string;
  /** Whether only types are imported. */
  readonly isTypeOnly: boolean;
}

/** All imports between the given files, without packages. */
export function importEdges(files: readonly SourceFile[]): readonly ImportEdge[] {
  return files.flatMap(({ path, text }) =>
    ts.createSourceFile(path, text, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
      const target = importOf(statement);
      if (target === undefined || !target.specifier.startsWith('.')) return [];
      return [{ from: path, to: posix.join(posix.dirname(path), target.specifier), isTypeOnly: target.isTypeOnly }];
    }),
  );
}

function importOf(statement: ts.Statement): { readonly specifier: string; readonly isTypeOnly: boolean } | undefined {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return undefined;
  const { moduleSpecifier } = statement;
  if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return undefined;
  return { specifier: moduleSpecifier.text, isTypeOnly: importsTypesOnly(statement) };
}

function importsTypesOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  const names = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
  return clause.name === undefined && names.length > 0 && names.every(({ isTypeOnly }) => isTypeOnly);
}

/**
 * The first two lines below `## Neighbours` in the README of a folder. The name of a neighbour ends one level below the part of the
 * path that it shares with the folder: `domain/billing` and `api` for `src/domain/money`.
 */
export function neighbourLines(folder: string, edges: readonly ImportEdge[]): string {
  const isInside = (path: string): boolean => path.startsWith(`${folder}/`);
  const imports = edges.filter(({ from, to }) => isInside(from) && !isInside(to));
  const importers = edges.filter(({ from, to }) => !isInside(from) && isInside(to));
  return [
    `- Imports: ${namesOf(
      folder,
      imports.map(({ to, isTypeOnly }) => ({ path: to, isTypeOnly })),
    )}`,
    `- Imported by: ${namesOf(
      folder,
      importers.map(({ from, isTypeOnly }) => ({ path: from, isTypeOnly })),
    )}`,
  ].join('\n');
}

function namesOf(folder: string, neighbours: readonly { readonly path: string; readonly isTypeOnly: boolean }[]): string {
  const named = neighbours.map(({ path, isTypeOnly }) => ({ name: neighbourName(folder, path), isTypeOnly }));
  const names = [...new Set(named.map(({ name }) => name))].toSorted();
  const isTypeOnly = (name: string): boolean => named.every((each) => each.name !== name || each.isTypeOnly);
  return names.map((name) => `\`${name}\`${isTypeOnly(name) ? ' (types)' : ''}`).join(', ') || 'nothing';
}

function neighbourName(folder: string, path: string): string {
  const own = folder.split('/');
  const steps = path.split('/');
  const shared = own.findIndex((step, index) => step !== steps[index]);
  return steps.slice(1, shared + 1).join('/');
}

const heading = '\n## Neighbours\n\n';

/** The lines about neighbours in a README; null if it has none. */
export function writtenLines(readme: string): string | null {
  const [, section] = readme.split(heading);
  return section === undefined ? null : section.split('\n').slice(0, 2).join('\n');
}

/** A README with new lines about neighbours. */
export function withLines(readme: string, lines: string): string {
  const [head = '', section = ''] = readme.split(heading);
  const below = section.startsWith('- Imports: ') ? section.split('\n').slice(2).join('\n') : section && `\n${section}`;
  return `${head}${heading}${lines}\n${below}`;
}
