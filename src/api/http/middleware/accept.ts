import type { Request } from 'express';
import { type Answer, problem } from '../answer.ts';
import type { Contract } from '../route.ts';

const json = 'application/json';

/** Refuses a request if Accept allows none of the media types of its call: 406. */
export const refuseAccept = (request: Request, { answerTypes = [json] }: Contract, requestId: string): Answer | null =>
  request.accepts(answerTypes.flatMap(withCharset)) === false ? notAcceptable(answerTypes, requestId) : null;

/** Refuses an answer whose media type Accept does not allow: 406. */
export function refuseForm(request: Request, { status, headers }: Answer, requestId: string): Answer | null {
  if (status >= 300) return null;
  const form = headers?.['Content-Type'] ?? json;
  return request.accepts(withCharset(form)) === false ? notAcceptable([form], requestId) : null;
}

/** Accept may include the charset. */
const withCharset = (type: string): string[] => [type, `${type}; charset=utf-8`];

const notAcceptable = (types: readonly string[], requestId: string): Answer =>
  problem(
    { code: 'not_acceptable', detail: `This call answers as ${types.join(' or ')}: allow that in \`Accept\`.` },
    requestId,
  );
