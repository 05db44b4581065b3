import { randomUUID } from 'node:crypto';
import { assertRefusalDocumented } from './documented-refusals.ts';

export interface Money {
  readonly amount: string;
  readonly currency: string;
}
export interface LineView {
  readonly id: string;
  readonly number: number;
  readonly kind: string;
  readonly offeringKey: string;
  readonly quantity: string;
  readonly amount: Money;
  readonly attachmentId: string | null;
  readonly servicePeriod: { readonly start: string; readonly end: string | null };
}
export interface InvoiceView {
  readonly id: string;
  readonly number: string;
  readonly reason: string;
  readonly effectiveAt: string;
  readonly total: Money;
  readonly lines: readonly LineView[];
}
export interface AddOnView {
  readonly id: string;
  readonly addOnKey: string;
  readonly status: string;
  readonly quantity: string;
  readonly endsAt: string | null;
}
export interface SubscriptionView {
  readonly id: string;
  readonly revision: number;
  readonly status: string;
  readonly at: string;
  readonly nextWakeAt: string | null;
  readonly currentPeriod: { readonly start: string; readonly end: string; readonly number: number } | null;
  readonly addOns: readonly AddOnView[];
  readonly pending: readonly {
    readonly id: string;
    readonly effectiveAt: string;
    readonly command: { readonly type: string };
  }[];
  readonly firstInvoice?: InvoiceView | null;
}
export interface ProblemView {
  readonly code: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}
export interface CommandAnswer {
  readonly subscription: SubscriptionView;
  readonly addOn: AddOnView;
  readonly invoices: readonly InvoiceView[];
  readonly pending: readonly { readonly id: string; readonly effectiveAt: string }[];
}
export interface ListOf<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}
export interface CheckView {
  readonly allowed: boolean;
  readonly limit: string | null;
  readonly sources: readonly { readonly offeringKey: string }[];
}

export interface CallOptions {
  /** The Idempotency-Key; a new one by default. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the API over HTTP. Each call states the status that it expects; any other status throws with the body of the answer. */
export interface ApiClient {
  readonly url: string;
  readonly key: string;
  get<T>(path: string, status?: number): Promise<T>;
  post<T>(path: string, body: unknown, status?: number, options?: CallOptions): Promise<T>;
  patch<T>(path: string, body: unknown, status?: number, options?: CallOptions): Promise<T>;
  delete(path: string, status?: number, options?: CallOptions): Promise<void>;
}

/** A client with one API key. */
export function apiClient({ url, key }: { readonly url: string; readonly key: string }): ApiClient {
  const call = async <T>(
    method: string,
    path: string,
    request: { readonly body?: unknown; readonly status: number; readonly options?: CallOptions },
  ): Promise<T> => {
    const { body, status, options = {} } = request;
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(method === 'GET' ? {} : { 'idempotency-key': options.key ?? randomUUID() }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    await assertRefusalDocumented(url, { method, path, status: response.status, text });
    if (response.status !== status) throw new Error(`${method} ${path}: ${response.status}, expected ${status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    url,
    key,
    get: (path, status = 200) => call('GET', path, { status }),
    post: (path, body, status = 201, options = {}) => call('POST', path, { body, status, options }),
    patch: (path, body, status = 200, options = {}) => call('PATCH', path, { body, status, options }),
    delete: (path, status = 204, options = {}) => call('DELETE', path, { status, options }),
  };
}
