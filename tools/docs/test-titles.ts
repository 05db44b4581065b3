import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

/** The title of a test or group of tests in the source. */
export interface TestTitle {
  readonly path: string;
  readonly title: string;
  readonly isSkipped: boolean;
}

/**
 * The titles of the tests and groups of a file in source order, without running them. The title of a table is repeated for each row
 * that is a literal in the file, with its text cells filled in.
 */
export function testTitles({ path, text }: SourceFile): readonly TestTitle[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const titles: TestTitle[] = [];
  const visit = (node: ts.Node): void => {
    const call = ts.isCallExpression(node) ? titledCall(node) : undefined;
    const rows = call?.table === undefined ? [] : rowsOf(call.table, file);
    const expanded = call === undefined ? [] : rows.length === 0 ? [call.title] : rows.map((row) => filledIn(call.title, row));
    titles.push(...expanded.map((title) => ({ path, title, isSkipped: call?.isSkipped === true })));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return titles;
}

interface TitledCall {
  readonly title: string;
  readonly table: ts.Expression | undefined;
  readonly isSkipped: boolean;
}

/** `it('…', …)`, `describe.skip('…', …)`, `it.each(table)('…', …)`. */
function titledCall({ expression, arguments: [first] }: ts.CallExpression): TitledCall | undefined {
  const title = first === undefined ? undefined : textOf(first);
  if (title === undefined) return undefined;
  const callee = ts.isCallExpression(expression) ? expression.expression : expression;
  const words = wordsOf(callee);
  if (!['it', 'test', 'describe'].includes(words[0] ?? '')) return undefined;
  const table = ts.isCallExpression(expression) && words.includes('each') ? expression.arguments[0] : undefined;
  return { title, table, isSkipped: words.includes('skip') || words.includes('todo') };
}

/** The names of `it.each`, in their order; none of any other expression. */
function wordsOf(callee: ts.Expression): readonly string[] {
  if (ts.isIdentifier(callee)) return [callee.text];
  return ts.isPropertyAccessExpression(callee) ? [...wordsOf(callee.expression), callee.name.text] : [];
}

/** The text of a literal; placeholders of a template become `…`. */
function textOf(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}

/** The cells of a row and, if it is an object, their names. Cells that are not text are undefined. */
interface Row {
  readonly cells: readonly (string | undefined)[];
  readonly named: ReadonlyMap<string, string>;
}

function rowsOf(table: ts.Expression, file: ts.SourceFile): readonly Row[] {
  const literal = arrayLiteral(table, file);
  return literal === undefined
    ? []
    : literal.elements.flatMap((element) =>
        ts.isSpreadElement(element) ? rowsOf(element.expression, file) : [rowOf(bare(element))],
      );
}

function rowOf(element: ts.Expression): Row {
  const cells = ts.isArrayLiteralExpression(element) ? element.elements.map(bare).map(textOf) : [textOf(element)];
  const properties = ts.isObjectLiteralExpression(element) ? element.properties.filter(ts.isPropertyAssignment) : [];
  const named = properties.flatMap(({ name, initializer }) => {
    const text = textOf(bare(initializer));
    return ts.isIdentifier(name) && text !== undefined ? [[name.text, text] as const] : [];
  });
  return { cells, named: new Map(named) };
}

/** An array literal, or that of a constant of the file. */
function arrayLiteral(expression: ts.Expression, file: ts.SourceFile): ts.ArrayLiteralExpression | undefined {
  const inner = bare(expression);
  if (ts.isArrayLiteralExpression(inner)) return inner;
  if (!ts.isIdentifier(inner)) return undefined;
  const constants = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations]);
  const value = constants.find(({ name }) => ts.isIdentifier(name) && name.text === inner.text)?.initializer;
  return value === undefined ? undefined : arrayLiteral(value, file);
}

/** The expression inside `as const`, `satisfies` and parentheses. */
function bare(expression: ts.Expression): ts.Expression {
  const isWrapped =
    ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression) || ts.isParenthesizedExpression(expression);
  return isWrapped ? bare(expression.expression) : expression;
}

function filledIn(title: string, { cells, named }: Row): string {
  let next = 0;
  const positional = title.replaceAll(/%[sdijofp]/g, () => cells[next++] ?? '…');
  return positional.replaceAll(/\$(\w+)/g, (placeholder, name: string) => named.get(name) ?? placeholder);
}
