import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

/** One member of a union discriminated by `type`, with the names of its other fields. */
export interface UnionMember {
  readonly type: string;
  readonly fields: readonly string[];
}

/** The members of a union of objects, with the fields of named types of the same file. */
export function unionMembers({ path, text }: SourceFile, union: string): readonly UnionMember[] {
  const types = typesIn(path, text);
  return membersOf(types.get(union), types).flatMap((fields) => {
    const type = fields.get('type');
    return type === undefined || type === null ? [] : [{ type, fields: [...fields.keys()].filter((name) => name !== 'type') }];
  });
}

/** The texts of a union of literals; named unions of the same file are resolved. */
export function literalsOf({ path, text }: SourceFile, union: string): readonly string[] {
  const types = typesIn(path, text);
  const read = (type: ts.TypeNode | undefined): readonly string[] => {
    if (type === undefined) return [];
    if (ts.isUnionTypeNode(type)) return type.types.flatMap(read);
    if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) return read(types.get(type.typeName.text));
    return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [];
  };
  return read(types.get(union));
}

/** The fields of an object by name, with the text of literals. */
type Fields = ReadonlyMap<string, string | null>;
type Types = ReadonlyMap<string, ts.TypeNode>;

function typesIn(path: string, text: string): Types {
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return new Map(
    statements.flatMap((statement): readonly (readonly [string, ts.TypeNode])[] => {
      if (ts.isTypeAliasDeclaration(statement)) return [[statement.name.text, statement.type]];
      if (!ts.isInterfaceDeclaration(statement)) return [];
      return [[statement.name.text, ts.factory.createTypeLiteralNode(statement.members)]];
    }),
  );
}

function membersOf(type: ts.TypeNode | undefined, types: Types): readonly Fields[] {
  if (type === undefined) return [];
  if (ts.isParenthesizedTypeNode(type)) return membersOf(type.type, types);
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((each) => membersOf(each, types));
  if (ts.isIntersectionTypeNode(type)) return type.types.map((each) => membersOf(each, types)).reduce(combined);
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) return membersOf(types.get(type.typeName.text), types);
  return ts.isTypeLiteralNode(type) ? [fieldsOf(type)] : [];
}

const combined = (some: readonly Fields[], more: readonly Fields[]): readonly Fields[] =>
  some.flatMap((fields) => more.map((added) => new Map([...fields, ...added])));

const fieldsOf = ({ members }: ts.TypeLiteralNode): Fields =>
  new Map(
    members.filter(ts.isPropertySignature).flatMap(({ name, type }): readonly (readonly [string, string | null])[] => {
      if (!ts.isIdentifier(name)) return [];
      const literal =
        type !== undefined && ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? type.literal.text : null;
      return [[name.text, literal]];
    }),
  );
