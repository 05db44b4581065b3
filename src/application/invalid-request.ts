import { type Issue, refused, type Result } from '../domain/refusal.ts';
import { summarize } from './summarize.ts';

/** The refusal of a request of which all that is wrong is known. */
export const invalidRequest = (issues: readonly Issue[]): Result<never> =>
  refused('invalid_request', summarize(issues.map(({ pointer, detail }) => `${pointer || 'the body'}: ${detail}`)), { issues });
