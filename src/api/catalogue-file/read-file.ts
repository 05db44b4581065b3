import {
  type CatalogueFile,
  catalogueFile,
  type FileBytes,
  fileLists,
  longestList,
} from '../../contracts/wire/catalogue/catalogue-file.ts';
import { parse } from '../../contracts/wire/shared/parse.ts';
import type { Issue } from '../../domain/refusal.ts';
import { fieldAt } from '../../domain/refusals/words.ts';
import { isNestedDeeper, readJsonBytes } from '../http/json-bytes.ts';
import { type ProblemInput, problemOfIssues } from '../http/problem.ts';
import { readCsv, type Table } from './read-csv.ts';

/** What a file says, or why it says nothing that could be applied. */
export type FileRead =
  | { readonly ok: true; readonly format: 'json'; readonly file: CatalogueFile }
  | { readonly ok: true; readonly format: 'csv'; readonly table: Table }
  | { readonly ok: false; readonly problem: ProblemInput };

/** How deep the lists and objects of a file may lie in each other; a parser takes memory for each level before it fails. */
const deepest = 64;

/** Reads the bytes of a catalogue file. Refuses what is no JSON or CSV and what is no catalogue, with every issue. */
export function readFile({ bytes, contentType }: FileBytes): FileRead {
  if (/^\s*text\/csv/i.test(contentType)) return { ok: true, format: 'csv', table: readCsv(new TextDecoder().decode(bytes)) };
  if (isNestedDeeper(bytes, deepest))
    return {
      ok: false,
      problem: { code: 'malformed_json', detail: `The file is nested deeper than ${deepest} levels: a catalogue never is.` },
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

/** Lists that are too long are refused before each of their entries is looked at. */
const longListIssues = (value: unknown): readonly Issue[] =>
  fileLists.flatMap((name) => {
    const list: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    if (!Array.isArray(list) || list.length <= longestList) return [];
    const detail = `${fieldAt(`/${name}`)} must have at most ${longestList} entries, but has ${list.length}: split the file.`;
    return [{ pointer: `/${name}`, code: 'too_big', detail }];
  });
