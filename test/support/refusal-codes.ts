import ts from 'typescript';
import { fileURLToPath } from 'node:url';

const domain = fileURLToPath(new URL('../../src/domain/', import.meta.url));
const entryPoint = `${domain}subscription/decide.ts`;

/** The refusal codes that the domain can return, found by following the calls in its source. */
export interface ReachableCodes {
  /** By the type of the command: the codes of its handler. */
  readonly byCommand: ReadonlyMap<string, ReadonlySet<string>>;
  /** The codes of `decide` itself, without those of its handlers. */
  readonly byDecide: ReadonlySet<string>;
}

type Named = ts.FunctionDeclaration | ts.VariableDeclaration;

/**
 * Reads the sources that `decide` imports and follows every identifier from a handler to the domain functions that it can call. A
 * code is a string literal where a RefusalCode is expected. A handler is an export of `x.command.ts` that takes a command of one type.
 */
export function reachableRefusals(): ReachableCodes {
  const program = ts.createProgram([entryPoint], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const handlers = handlersIn(program, checker);
  const decide = exportsOf(program.getSourceFile(entryPoint), checker).get('decide');
  if (decide === undefined) throw new Error('decide.ts exports no decide');
  return {
    byCommand: new Map(
      handlers.map(({ type, declaration }) => [type, codesFrom(declaration, { checker, excluded: new Set() })]),
    ),
    byDecide: codesFrom(decide, { checker, excluded: new Set(handlers.map(({ declaration }) => declaration)) }),
  };
}

function handlersIn(program: ts.Program, checker: ts.TypeChecker) {
  const files = program.getSourceFiles().filter(({ fileName }) => fileName.endsWith('.command.ts'));
  return files.flatMap((file) =>
    [...exportsOf(file, checker).values()].flatMap((declaration) => {
      const type = commandTakenBy(declaration, checker);
      return type === null ? [] : [{ type, declaration }];
    }),
  );
}

function exportsOf(file: ts.SourceFile | undefined, checker: ts.TypeChecker): ReadonlyMap<string, Named> {
  const module = file && checker.getSymbolAtLocation(file);
  const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
  return new Map(symbols.flatMap((symbol) => declarationsOf(symbol).map((declaration) => [symbol.name, declaration])));
}

/** The type of the command that a function takes; null if it takes none, or commands of every type. */
function commandTakenBy(declaration: Named, checker: ts.TypeChecker): string | null {
  const [signature] = checker.getTypeAtLocation(declaration.name ?? declaration).getCallSignatures();
  const types = (signature?.parameters ?? []).flatMap((parameter) => {
    const tag = checker.getTypeOfSymbol(parameter).getProperty('type');
    const type = tag && checker.getTypeOfSymbol(tag);
    return type?.isStringLiteral() ? [type.value] : [];
  });
  return types[0] ?? null;
}

/** The codes in a function and in all that it can call, except in `excluded` functions. */
function codesFrom(
  start: Named,
  { checker, excluded: beside }: { readonly checker: ts.TypeChecker; readonly excluded: ReadonlySet<Named> },
): ReadonlySet<string> {
  const codes = new Set<string>();
  const seen = new Set<Named>(beside);
  const read = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isExpression(node)) for (const code of codesOf(node, checker)) codes.add(code);
    if (ts.isIdentifier(node)) symbolOf(node, checker).flatMap(declarationsOf).forEach(visit);
    ts.forEachChild(node, read);
  };
  const visit = (declaration: Named): void => {
    if (seen.has(declaration)) return;
    seen.add(declaration);
    ts.forEachChild(declaration, read);
  };
  visit(start);
  return codes;
}

/** The values of an expression where a RefusalCode is expected: several if it is of a union type. */
function codesOf(expression: ts.Expression, checker: ts.TypeChecker): readonly string[] {
  if (checker.getContextualType(expression)?.aliasSymbol?.name !== 'RefusalCode') return [];
  const type = checker.getTypeAtLocation(expression);
  if (type.aliasSymbol?.name === 'RefusalCode') return [];
  return (type.isUnion() ? type.types : [type]).flatMap((each) => (each.isStringLiteral() ? [each.value] : []));
}

function symbolOf(name: ts.Identifier, checker: ts.TypeChecker): readonly ts.Symbol[] {
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
  return symbol === undefined ? [] : [symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol];
}

/** The top-level functions and constants of the domain that a symbol is declared as. */
const declarationsOf = (symbol: ts.Symbol): readonly Named[] =>
  (symbol.declarations ?? []).filter(
    (declaration): declaration is Named =>
      declaration.getSourceFile().fileName.startsWith(domain) &&
      (ts.isFunctionDeclaration(declaration) || ts.isVariableDeclaration(declaration)),
  );
