import type { z } from 'zod';
import { type TenantId, toSubscriptionId } from '../../domain/ids.ts';
import {
  creditNoteList,
  creditNoteView,
  explanation,
  invoiceList,
  invoiceView,
} from '../../contracts/wire/subscription/invoice.ts';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/shared/list.ts';
import { readOfSubscription } from '../../application/subscription/current.ts';
import { type Answer, answerOf, notFound, ok } from '../http/answer.ts';
import { explainLine } from './explanation.convert.ts';
import { toApiCreditNote, toApiInvoice } from './invoice.convert.ts';
import type { ApiDeps } from '../http/deps.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import type { NumberedInvoice } from '../../application/ports/subscriptions.ts';
import { type Contract, readRoute, type Route } from '../http/route.ts';

const tag = 'Invoices';

export const documentRoutes = (deps: ApiDeps): readonly Route[] => [
  invoicesRoute(deps),
  creditNotesRoute(deps),
  invoiceRoute(deps),
  creditNoteRoute(deps),
  explainRoute(deps),
];

const listContract = <P extends string>({
  list,
  ...named
}: Pick<Contract<P>, 'path' | 'operationId' | 'summary'> & { readonly list: z.ZodType }): Contract<P, typeof pageQuery> => ({
  ...named,
  method: 'GET',
  tag,
  query: pageQuery,
  body: noBody,
  answers: { 200: list },
  problems: ['subscription_not_found'],
});

const invoicesContract = listContract({
  path: '/v1/subscriptions/{subscriptionId}/invoices',
  operationId: 'listInvoices',
  summary: 'List the invoices of a subscription',
  list: invoiceList,
});

const creditNotesContract = listContract({
  path: '/v1/subscriptions/{subscriptionId}/credit-notes',
  operationId: 'listCreditNotes',
  summary: 'List the credit notes of a subscription',
  list: creditNoteList,
});

const invoicesRoute = (deps: ApiDeps): Route =>
  readRoute(invoicesContract, async ({ tenant, params, query, requestId }) => {
    const subscriptionId = toSubscriptionId(params.subscriptionId);
    const { subscriptions } = deps;
    const page = await readOfSubscription(subscriptions, tenant.id, subscriptionId, () =>
      subscriptions.listInvoices(tenant.id, { subscriptionId, customerId: null }, toPageRequest(query)),
    );
    return answerOf(page, requestId, (invoices) => ok(toApiPage(invoices, toApiInvoice)));
  });

const creditNotesRoute = (deps: ApiDeps): Route =>
  readRoute(creditNotesContract, async ({ tenant, params, query, requestId }) => {
    const subscriptionId = toSubscriptionId(params.subscriptionId);
    const { subscriptions } = deps;
    const page = await readOfSubscription(subscriptions, tenant.id, subscriptionId, () =>
      subscriptions.listCreditNotes(tenant.id, subscriptionId, toPageRequest(query)),
    );
    return answerOf(page, requestId, (notes) => ok(toApiPage(notes, toApiCreditNote)));
  });

const invoiceRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/invoices/{invoiceId}',
      operationId: 'getInvoice',
      tag,
      summary: 'Read an invoice',
      query: noQuery,
      body: noBody,
      answers: { 200: invoiceView },
      problems: ['not_found'],
    },
    (call) => withInvoice(deps, call, (invoice) => ok(toApiInvoice(invoice))),
  );

const creditNoteRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/credit-notes/{creditNoteId}',
      operationId: 'getCreditNote',
      tag,
      summary: 'Read a credit note',
      query: noQuery,
      body: noBody,
      answers: { 200: creditNoteView },
      problems: ['not_found'],
    },
    async ({ tenant, params, requestId }) => {
      const [note] = await deps.subscriptions.findCreditNotes(tenant.id, [params.creditNoteId]);
      return note === undefined ? notFound('credit note', params.creditNoteId, requestId) : ok(toApiCreditNote(note));
    },
  );

const explainRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/invoices/{invoiceId}/lines/{number}/explain',
      operationId: 'explainInvoiceLine',
      tag,
      summary: 'Explain how the amount of a line was computed',
      query: noQuery,
      body: noBody,
      answers: { 200: explanation },
      problems: ['not_found'],
    },
    (call) =>
      withInvoice(deps, call, (invoice) => {
        const line = invoice.lines.find((_line, index) => String(index + 1) === call.params.number);
        return line === undefined ? notFound('line', call.params.number, call.requestId) : ok(explainLine(invoice, line));
      }),
  );

async function withInvoice(
  deps: ApiDeps,
  call: {
    readonly tenant: { readonly id: TenantId };
    readonly params: { readonly invoiceId: string };
    readonly requestId: string;
  },
  answer: (invoice: NumberedInvoice) => Answer,
): Promise<Answer> {
  const [invoice] = await deps.subscriptions.findInvoices(call.tenant.id, [call.params.invoiceId]);
  return invoice === undefined ? notFound('invoice', call.params.invoiceId, call.requestId) : answer(invoice);
}
