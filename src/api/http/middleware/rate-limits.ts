import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit';
import { problem } from '../answer.ts';
import type { ApiDeps } from '../deps.ts';
import { contextOf } from './request-context.ts';
import { writeAnswer } from './write-answer.ts';

/** Each counts by itself and answers 429 with Retry-After where there are too many. */
export interface RateLimits {
  /** Requests with a key, by the key. */
  readonly byKey: RequestHandler;
  /** Requests that need no key, by their address. */
  readonly open: RequestHandler;
  /** Requests whose key opened nothing, by their address. */
  readonly failure: RequestHandler;
  /** Whether so many keys of this address opened nothing that none is looked up any more. */
  readonly isBlocked: (request: Request) => Promise<boolean>;
}

/** The limits of this process; without a setting nothing is counted. */
export function rateLimits({ rateLimit: setting }: Pick<ApiDeps, 'rateLimit'>): RateLimits {
  if (setting === undefined) return unlimited;
  const shared: Partial<Options> = {
    ...setting,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: refuse,
    // Which proxies are trusted is a setting of ours; the library's warnings about it would go past the log.
    validate: false,
  };
  const failure = rateLimit({ ...shared, keyGenerator: addressOf });
  return {
    byKey: rateLimit({ ...shared, keyGenerator: (request) => contextOf(request).caller?.key.id ?? '' }),
    open: rateLimit({ ...shared, keyGenerator: addressOf }),
    failure,
    isBlocked: async (request) => ((await failure.getKey(addressOf(request)))?.totalHits ?? 0) >= setting.limit,
  };
}

const pass: RequestHandler = (_request, _response, next) => next();
const unlimited: RateLimits = { byKey: pass, open: pass, failure: pass, isBlocked: () => Promise.resolve(false) };

/** An IPv6 address counts with its network of 56 bits: whoever has one address there has all of them. */
const addressOf = ({ ip }: Request): string => ipKeyGenerator(ip ?? '');

const refuse: RequestHandler = (request, response) => {
  const detail = 'Wait for the seconds in `Retry-After` before you send the next request.';
  writeAnswer(request, response, problem({ code: 'rate_limited', detail }, contextOf(request).requestId));
};
