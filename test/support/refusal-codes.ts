import ts from 'typescript';
import { fileURLToPath } from 'node:url';

const domain = fileURLToPath(new URL('../../src/domain/', import.meta.url));
const door = `${domain}subscription/decide.ts`;

/** The refusal codes of what the domain may answer, found in its source: by what each function calls. */
export interface ReachableCodes {
  /** By the type of the command: what its handler may refuse with. */
  readonly byCommand: ReadonlyMap<string, ReadonlySet<string>>;
  /** What `decide` may refuse with beside its handlers. */
  readonly ofAll: ReadonlySet<string>;
}

type Named = ts.FunctionDeclaration | ts.VariableDeclaration;

/**
 * Reads the sources that `decide` imports and follows every name from a handler to the functions of the domain that it may call. A
 * code is a text whose place wants a RefusalCode. A handler is what a file `x.command.ts` exports and takes a command of one type.
 */
export function reachableRefusals(): ReachableCodes {
  const program = ts.createProgram([door], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const handlers = handlersIn(program, checker);
  const decide = exportsOf(program.getSourceFile(door), checker).get('decide');
  if (decide === undefined) throw new Error('decide.ts exports no decide');
  return {
    byCommand: new Map(handlers.map(({ type, declaration }) => [type, codesFrom(declaration, { checker, beside: new Set() })])),
    ofAll: codesFrom(decide, { checker, beside: new Set(handlers.map(({ declaration }) => declaration)) }),
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

/** The type of the command that a function takes; null where it takes none, or any. */
function commandTakenBy(declaration: Named, checker: ts.TypeChecker): string | null {
  const [signature] = checker.getTypeAtLocation(declaration.name ?? declaration).getCallSignatures();
  const types = (signature?.parameters ?? []).flatMap((parameter) => {
    const tag = checker.getTypeOfSymbol(parameter).getProperty('type');
    const type = tag && checker.getTypeOfSymbol(tag);
    return type?.isStringLiteral() ? [type.value] : [];
  });
  return types[0] ?? null;
}

/** The codes in a function and in all that it may call, but for those `beside` it. */
function codesFrom(
  start: Named,
  { checker, beside }: { readonly checker: ts.TypeChecker; readonly beside: ReadonlySet<Named> },
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

/** The values of an expression whose place wants a RefusalCode: one, or several where it was chosen before. */
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

/** The functions and constants of the domain that a name stands for, at the top of their files. */
const declarationsOf = (symbol: ts.Symbol): readonly Named[] =>
  (symbol.declarations ?? []).filter(
    (declaration): declaration is Named =>
      declaration.getSourceFile().fileName.startsWith(domain) &&
      (ts.isFunctionDeclaration(declaration) || ts.isVariableDeclaration(declaration)),
  );
