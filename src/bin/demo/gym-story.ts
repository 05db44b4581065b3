import type { LocalClient } from './local-client.ts';

interface InvoiceView {
  readonly number: string;
  readonly effectiveAt: string;
  readonly total: { readonly amount: string; readonly currency: string };
  readonly lines: readonly { readonly description: string; readonly amount: { readonly amount: string } }[];
}
interface CommandAnswer {
  readonly invoices: readonly InvoiceView[];
}
interface CreatedView {
  readonly id: string;
  readonly firstInvoice: InvoiceView;
}

/** One line of the story. */
type Print = (at: string, what: string) => void;

/** A member of the story. */
interface Member {
  readonly name: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  /** The features that this member could use at the last check. */
  allowed: readonly string[];
}

/**
 * Runs two months at the gym in a few seconds on the running instance: Ada is on Basic and buys filtered water, Grace is on Premium
 * and has it. Prints every invoice and every change of access. Returns the ids of the two customers.
 */
export async function runGymStory(client: LocalClient, print: Print): Promise<readonly Member[]> {
  const ada = await join(client, print, { name: 'Ada', planKey: 'gym-basic', startAt: '2026-01-31T09:00:00Z' });
  const grace = await join(client, print, { name: 'Grace', planKey: 'gym-premium', startAt: '2026-02-01T09:00:00Z' });
  await advance(client, print, { member: ada, to: '2026-02-14T12:00:00Z' });
  const path = `/v1/subscriptions/${ada.subscriptionId}`;
  print('2026-02-14T12:00:00Z', 'Ada buys Filtered Water for the rest of the period');
  const bought = await client.post<CommandAnswer>(`${path}/add-ons`, { addOnKey: 'gym-water', actor: 'customer' });
  printInvoices(print, 'Ada', bought.invoices);
  await printAccess(client, print, ada, '2026-02-14T12:00:00Z');
  await advance(client, print, { member: ada, to: '2026-03-10T12:00:00Z' });
  await advance(client, print, { member: grace, to: '2026-03-10T12:00:00Z' });
  print('2026-03-10T12:00:00Z', 'Ada removes Filtered Water: she keeps it to the end of the period');
  const { addOns } = await client.get<{ readonly addOns: readonly { readonly id: string }[] }>(path);
  await client.post(`${path}/add-ons/${addOns[0]?.id}/remove`, { actor: 'customer' });
  await printAccess(client, print, ada, '2026-03-10T12:00:00Z');
  await advance(client, print, { member: ada, to: '2026-03-31T08:00:00Z' });
  await advance(client, print, { member: grace, to: '2026-04-01T12:00:00Z' });
  return [ada, grace];
}

async function join(
  client: LocalClient,
  print: Print,
  { name, planKey, startAt }: { readonly name: string; readonly planKey: string; readonly startAt: string },
): Promise<Member> {
  const customer = { name, timeZone: 'Europe/Berlin', currency: 'USD' };
  const { id: customerId } = await client.post<{ readonly id: string }>('/v1/customers', customer);
  const order = { customerId, planKey, cadence: { every: 1, unit: 'month' }, currency: 'USD', startAt, addOns: [] };
  const { id, firstInvoice } = await client.post<CreatedView>('/v1/subscriptions', order);
  print(startAt, `${name} subscribes to ${planKey}`);
  printInvoices(print, name, [firstInvoice]);
  const member: Member = { name, customerId, subscriptionId: id, allowed: [] };
  await printAccess(client, print, member, startAt);
  return member;
}

async function advance(
  client: LocalClient,
  print: Print,
  { member, to }: { readonly member: Member; readonly to: string },
): Promise<void> {
  const path = `/v1/subscriptions/${member.subscriptionId}/clock/advance`;
  const { invoices } = await client.post<CommandAnswer>(path, { to });
  printInvoices(print, member.name, invoices);
  await printAccess(client, print, member, to);
}

function printInvoices(print: Print, name: string, invoices: readonly InvoiceView[]): void {
  for (const { number, effectiveAt, total, lines } of invoices) {
    const items = lines.map(({ description, amount }) => `${description} ${amount.amount}`).join(' + ');
    print(effectiveAt, `${name} is invoiced ${total.amount} ${total.currency} (${number}): ${items}`);
  }
}

/** Prints the access that the member gained and lost since the last call. */
async function printAccess(client: LocalClient, print: Print, member: Member, at: string): Promise<void> {
  const { customerId, subscriptionId } = member;
  const before = member.allowed;
  const now: string[] = [];
  for (const featureKey of ['gym-access', 'towel-service', 'filtered-water']) {
    const question = { customerId, subscriptionId, featureKey };
    const { allowed } = await client.post<{ readonly allowed: boolean }>('/v1/entitlements/check', question);
    if (allowed) now.push(featureKey);
  }
  member.allowed = now;
  for (const gained of now.filter((key) => !before.includes(key))) print(at, `${member.name} may use ${gained}`);
  for (const lost of before.filter((key) => !now.includes(key))) print(at, `${member.name} may no longer use ${lost}`);
}
