import type { Request } from 'express';
import { type Answer, problem } from '../answer.ts';
import type { Contract } from '../route.ts';

const json = 'application/json';

/** Refuses a request whose Accept names no form in which its call answers, before anything is done: 406. */
export const refuseAccept = (request: Request, { answerTypes = [json] }: Contract, requestId: string): Answer | null =>
  request.accepts(answerTypes.flatMap(spellings)) === false ? notAcceptable(answerTypes, requestId) : null;

/** Refuses an answer of another form than the Accept of its request names: a file that was asked for as CSV is not sent as JSON. */
export function refuseForm(request: Request, { status, headers }: Answer, requestId: string): Answer | null {
  if (status >= 300) return null;
  const form = headers?.['Content-Type'] ?? json;
  return request.accepts(spellings(form)) === false ? notAcceptable([form], requestId) : null;
}

/** A caller may name the charset too. */
const spellings = (type: string): string[] => [type, `${type}; charset=utf-8`];

const notAcceptable = (types: readonly string[], requestId: string): Answer =>
  problem(
    { code: 'not_acceptable', detail: `This call answers as ${types.join(' or ')}: name that in \`Accept\`.` },
    requestId,
  );
