import {
  type CatalogueFile,
  catalogueFile,
  type FileBytes,
  fileLists,
  maxListLength,
} from '../../contracts/wire/catalogue/catalogue-file.ts';
import { parse } from '../../contracts/wire/shared/parse.ts';
import type { Issue } from '../../domain/refusal.ts';
import { fieldAt } from '../../domain/refusals/words.ts';
import { isNestedDeeper, readJsonBytes } from '../http/json-bytes.ts';
import { type ProblemInput, problemOfIssues } from '../http/problem.ts';
import { readCsv, type Table } from './read-csv.ts';

/** A parsed file, or the problem with it. */
export type FileRead =
  | { readonly ok: true; readonly format: 'json'; readonly file: CatalogueFile }
  | { readonly ok: true; readonly format: 'csv'; readonly table: Table }
  | { readonly ok: false; readonly problem: ProblemInput };

/** The maximum nesting of a file: JSON.parse takes memory for each level. */
const maxDepth = 64;

/** Parses the bytes of a catalogue file. Refuses malformed JSON, and a JSON catalogue with all its issues; a CSV table has its own. */
export function readFile({ bytes, contentType }: FileBytes): FileRead {
  if (/^\s*text\/csv/i.test(contentType)) return { ok: true, format: 'csv', table: readCsv(new TextDecoder().decode(bytes)) };
  if (isNestedDeeper(bytes, maxDepth))
    return {
      ok: false,
      problem: { code: 'malformed_json', detail: `The file must not be nested deeper than ${maxDepth} levels.` },
    };
  const json = readJsonBytes(bytes, contentType);
  if (!json.ok) return json;
  const tooLong = longListIssues(json.value);
  if (tooLong.length > 0) return { ok: false, problem: problemOfIssues('invalid_request', tooLong) };
  const parsed = parse(catalogueFile, json.value);
  return parsed.ok
    ? { ok: true, format: 'json', file: parsed.value }
    : { ok: false, problem: problemOfIssues('invalid_request', parsed.issues) };
}

/** The issues of lists that are too long, before their entries are parsed. */
const longListIssues = (value: unknown): readonly Issue[] =>
  fileLists.flatMap((name) => {
    const list: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    if (!Array.isArray(list) || list.length <= maxListLength) return [];
    const detail = `${fieldAt(`/${name}`)} must have at most ${maxListLength} entries, but has ${list.length}: split the file.`;
    return [{ pointer: `/${name}`, code: 'too_big', detail }];
  });
