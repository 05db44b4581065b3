/** Rules that nothing enforces yet, with what is missing. Every other rule has a `@rule` tag in the docstring of the code that enforces it. */
export const notBuilt: Readonly<Record<string, string>> = {
  '3-30': 'invoices in advance of their period, and PDF documents',
  '3-48': 'ad-hoc charges on a customer; an add-on that is bought once does not renew (0-20)',
  '3-49': 'usage events and their charges',
  '4-4': 'usage events, counters and credit balances',
  '4-6': 'scopes; a grant is of a customer',
  '4-7': 'meters: a metered feature names its meter, and nothing is measured',
  '4-10': 'scopes; a customer has one set of entitlements',
  '4-13': 'reports of spend; a line names its add-on',
  '4-16': 'usage events; limits of an add-on are granted and nothing is counted against them',
};
