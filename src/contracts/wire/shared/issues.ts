import type { z } from 'zod';
import type { Issue } from '../../../domain/refusal.ts';
import { pointerTo } from './pointer.ts';
import { sentenceAt } from '../../../domain/refusals/words.ts';
import { unknownField } from './sentences.ts';

/** The issues of a zod error, with JSON pointers (RFC 6901) below `base`. */
export const issuesOf = (error: z.ZodError, base = ''): readonly Issue[] =>
  error.issues.flatMap((issue) => toIssues(issue, base));

function toIssues(issue: z.core.$ZodIssue, base: string): readonly Issue[] {
  const at = issue.path.reduce<string>(pointerTo, base);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo(at, key),
      code: 'unknown_field',
      detail: sentenceAt(pointerTo(at, key), unknownField),
    }));
  }
  return [{ pointer: at, code: codeOf(issue), detail: sentenceAt(at, issue.message) }];
}

/** A rule of ours has its code in `params`. */
function codeOf(issue: z.core.$ZodIssue): string {
  const own: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined;
  return typeof own === 'string' ? own : (issueCodes[issue.code] ?? 'invalid');
}

const issueCodes: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: 'invalid_type',
  invalid_value: 'invalid_value',
  invalid_union: 'invalid_value',
  invalid_format: 'invalid_format',
  too_small: 'too_small',
  too_big: 'too_big',
};
