import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit';
import { problem } from '../answer.ts';
import type { ApiDeps } from '../deps.ts';
import { contextOf } from './request-context.ts';
import { writeAnswer } from './write-answer.ts';

/** Independent limits; each answers 429 with Retry-After above its limit. */
export interface RateLimits {
  /** Requests with a key, by the key. */
  readonly byKey: RequestHandler;
  /** Requests that need no key, by address. */
  readonly open: RequestHandler;
  /** Requests with an invalid key, by address. */
  readonly failure: RequestHandler;
  /** Whether the address has sent too many invalid keys, so that none of its keys is looked up. */
  readonly isBlocked: (request: Request) => Promise<boolean>;
}

/** The limits of this process; without the setting there are none. */
export function rateLimits({ rateLimit: setting }: Pick<ApiDeps, 'rateLimit'>): RateLimits {
  if (setting === undefined) return unlimited;
  const shared: Partial<Options> = {
    ...setting,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: refuse,
    // The trusted proxies are a setting of Annex; the library would print its warnings about it past the log.
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

/** IPv6 addresses are counted by their /56 network, which usually belongs to one subscriber. */
const addressOf = ({ ip }: Request): string => ipKeyGenerator(ip ?? '');

const refuse: RequestHandler = (request, response) => {
  const detail = 'Wait the number of seconds in `Retry-After` before the next request.';
  writeAnswer(request, response, problem({ code: 'rate_limited', detail }, contextOf(request).requestId));
};
