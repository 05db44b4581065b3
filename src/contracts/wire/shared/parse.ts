import type { z } from 'zod';
import type { Issue } from '../../../domain/refusal.ts';
import { issuesOf } from './issues.ts';
import { plainJsonIssues } from './plain-json.ts';
import { predicateOf } from './sentences.ts';

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] };

/** Parses unknown input by its schema, or gives all its issues, with pointers below `base`. */
export function parse<S extends z.ZodType>(schema: S, input: unknown, base = ''): Parsed<z.output<S>> {
  const unfit = plainJsonIssues(input, base);
  if (unfit.length > 0) return { ok: false, issues: unfit };
  const parsed = schema.safeParse(input, { error: predicateOf });
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, issues: issuesOf(parsed.error, base) };
}
