import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

/** A declaration that enforces a rule: its docstring has a tag such as `@rule 2-21`. */
export interface RuleTag {
  readonly rule: string;
  readonly path: string;
  /** Such as `createOrder`, or `PricePoint.notes` for a member. */
  readonly name: string;
}

export interface RuleTags {
  readonly tags: readonly RuleTag[];
  /** Tags without a declaration or a rule, each with its file. */
  readonly problems: readonly string[];
}

const tagLine = /@rule\b([^\n@]*)/g;

/** The `@rule` tags of a file in source order. One tag may name several rules: `@rule 2-2, 2-3`. */
export function ruleTags({ path, text }: SourceFile): RuleTags {
  const written = [...text.matchAll(tagLine)];
  if (written.length === 0) return { tags: [], problems: [] };
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: { readonly name: string; readonly ids: string }[] = [];
  const visit = (node: ts.Node): void => {
    const docstrings = ts.getJSDocCommentsAndTags(node).filter(({ parent }) => parent === node);
    const lines = docstrings.flatMap((docstring) => [...docstring.getText(file).matchAll(tagLine)]);
    found.push(...lines.map(([, ids = '']) => ({ name: nameOf(node), ids })));
    ts.forEachChild(node, visit);
  };
  visit(file);
  const named = found.filter(({ name }) => name !== '');
  const tags = named.flatMap(({ name, ids }) => (ids.match(/\d-\d+/g) ?? []).map((rule) => ({ rule, path, name })));
  const unnamed = written.length - named.length;
  return {
    tags,
    problems: [
      ...(unnamed > 0 ? [`${path}: ${unnamed} @rule that is not in the docstring of a declaration`] : []),
      ...named
        .filter(({ ids }) => !idList.test(ids))
        .map(({ name }) => `${path}: the @rule of ${name} is not a list of ids, 2-2, 2-3`),
    ],
  };
}

const idList = /^ \d-\d+(?:, \d-\d+)*(?: \*\/)?\s*$/;

/** The name of a declaration with that of the enclosing one; empty for other nodes. */
function nameOf(node: ts.Node): string {
  const own = ownName(node);
  if (own === '') return '';
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) {
    const name = ownName(outer);
    if (name !== '') return `${name}.${own}`;
  }
  return own;
}

function ownName(node: ts.Node): string {
  if (ts.isVariableStatement(node)) return declaredName(node.declarationList.declarations[0]);
  const isNamed =
    ts.isFunctionDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyAssignment(node);
  return isNamed ? declaredName(node) : '';
}

function declaredName(declaration: { readonly name?: ts.Node } | undefined): string {
  const name = declaration?.name;
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : '';
}
