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
type Tell = (at: string, what: string) => void;

/** A member of the story. */
interface Member {
  readonly name: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  /** The features that the door, the towels and the water machine let this member use, as last seen. */
  allowed: readonly string[];
}

/**
 * Runs two months at the gym in a few seconds on the running instance: Ada is on Basic and buys filtered water, Grace is on Premium
 * and has it. Prints every invoice and every change of access. Returns the ids of the two customers.
 */
export async function tellGymStory(client: LocalClient, tell: Tell): Promise<readonly Member[]> {
  const ada = await join(client, tell, { name: 'Ada', planKey: 'gym-basic', startAt: '2026-01-31T09:00:00Z' });
  const grace = await join(client, tell, { name: 'Grace', planKey: 'gym-premium', startAt: '2026-02-01T09:00:00Z' });
  await advance(client, tell, { member: ada, to: '2026-02-14T12:00:00Z' });
  const path = `/v1/subscriptions/${ada.subscriptionId}`;
  tell('2026-02-14T12:00:00Z', 'Ada buys Filtered Water for the rest of the period');
  const bought = await client.post<CommandAnswer>(`${path}/add-ons`, { addOnKey: 'gym-water', actor: 'customer' });
  tellInvoices(tell, 'Ada', bought.invoices);
  await tellAccess(client, tell, ada, '2026-02-14T12:00:00Z');
  await advance(client, tell, { member: ada, to: '2026-03-10T12:00:00Z' });
  await advance(client, tell, { member: grace, to: '2026-03-10T12:00:00Z' });
  tell('2026-03-10T12:00:00Z', 'Ada removes Filtered Water: she keeps it to the end of the period');
  const { addOns } = await client.get<{ readonly addOns: readonly { readonly id: string }[] }>(path);
  await client.post(`${path}/add-ons/${addOns[0]?.id}/remove`, { actor: 'customer' });
  await tellAccess(client, tell, ada, '2026-03-10T12:00:00Z');
  await advance(client, tell, { member: ada, to: '2026-03-31T08:00:00Z' });
  await advance(client, tell, { member: grace, to: '2026-04-01T12:00:00Z' });
  return [ada, grace];
}

async function join(
  client: LocalClient,
  tell: Tell,
  { name, planKey, startAt }: { readonly name: string; readonly planKey: string; readonly startAt: string },
): Promise<Member> {
  const customer = { name, timeZone: 'Europe/Berlin', currency: 'USD' };
  const { id: customerId } = await client.post<{ readonly id: string }>('/v1/customers', customer);
  const order = { customerId, planKey, cadence: { every: 1, unit: 'month' }, currency: 'USD', startAt, addOns: [] };
  const { id, firstInvoice } = await client.post<CreatedView>('/v1/subscriptions', order);
  tell(startAt, `${name} subscribes to ${planKey}`);
  tellInvoices(tell, name, [firstInvoice]);
  const member: Member = { name, customerId, subscriptionId: id, allowed: [] };
  await tellAccess(client, tell, member, startAt);
  return member;
}

async function advance(
  client: LocalClient,
  tell: Tell,
  { member, to }: { readonly member: Member; readonly to: string },
): Promise<void> {
  const path = `/v1/subscriptions/${member.subscriptionId}/clock/advance`;
  const { invoices } = await client.post<CommandAnswer>(path, { to });
  tellInvoices(tell, member.name, invoices);
  await tellAccess(client, tell, member, to);
}

function tellInvoices(tell: Tell, name: string, invoices: readonly InvoiceView[]): void {
  for (const { number, effectiveAt, total, lines } of invoices) {
    const items = lines.map(({ description, amount }) => `${description} ${amount.amount}`).join(' + ');
    tell(effectiveAt, `${name} is invoiced ${total.amount} ${total.currency} (${number}): ${items}`);
  }
}

/** Prints the access that the member gained and lost since the last call. */
async function tellAccess(client: LocalClient, tell: Tell, member: Member, at: string): Promise<void> {
  const { customerId, subscriptionId } = member;
  const before = member.allowed;
  const now: string[] = [];
  for (const featureKey of ['gym-access', 'towel-service', 'filtered-water']) {
    const question = { customerId, subscriptionId, featureKey };
    const { allowed } = await client.post<{ readonly allowed: boolean }>('/v1/entitlements/check', question);
    if (allowed) now.push(featureKey);
  }
  member.allowed = now;
  for (const gained of now.filter((key) => !before.includes(key))) tell(at, `${member.name} may use ${gained}`);
  for (const lost of before.filter((key) => !now.includes(key))) tell(at, `${member.name} may no longer use ${lost}`);
}
