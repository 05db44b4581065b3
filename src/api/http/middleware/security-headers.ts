import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Sets security headers for browsers. Strict-Transport-Security and upgrade-insecure-requests are sent over TLS only: over plain HTTP
 * the first is forbidden (RFC 6797 §7.2), and the second would send a browser to a port without TLS.
 */
export function securityHeaders(): RequestHandler {
  const overTls = helmet();
  const overPlainHttp = helmet({
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
  return (request, response, next) => (request.secure ? overTls : overPlainHttp)(request, response, next);
}
