import { createHash } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { problem } from '../answer.ts';
import type { ApiDeps } from '../deps.ts';
import type { Tenant } from '../ports.ts';
import { contextOf } from './request-context.ts';
import { writeAnswer } from './write-answer.ts';

/** How long a key is believed without asking again: a revoked key works for at most this long. */
const trustMs = 10_000;
const mostTenants = 1_000;

/** Lets a request in whose Bearer key belongs to a tenant; otherwise 401. Keys are known by their SHA-256 only. */
export function authenticate({ tenants }: Pick<ApiDeps, 'tenants'>) {
  const known = new Map<string, { readonly tenant: Tenant; readonly untilMs: number }>();

  async function tenantOf(key: string): Promise<Tenant | null> {
    const hash = createHash('sha256').update(key).digest('hex');
    const hit = known.get(hash);
    if (hit !== undefined && hit.untilMs > performance.now()) return hit.tenant;
    const tenant = await tenants.findByApiKeyHash(hash);
    known.delete(hash);
    if (known.size >= mostTenants) known.clear();
    if (tenant !== null) known.set(hash, { tenant, untilMs: performance.now() + trustMs });
    return tenant;
  }

  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const context = contextOf(request);
    const key = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    const tenant = key === undefined ? null : await tenantOf(key);
    if (tenant === null) {
      const detail = 'send Authorization: Bearer <key> with the key of a tenant';
      const headers = { 'WWW-Authenticate': 'Bearer' };
      writeAnswer(request, response, { ...problem({ code: 'unauthenticated', detail }, context.requestId), headers });
      return;
    }
    context.tenant = tenant;
    context.log = context.log.child({ tenantId: tenant.id });
    next();
  };
}
