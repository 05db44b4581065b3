import type { OfferingEdit, PriceEdit } from '../../domain/catalogue/versions/edit-version.ts';
import { nextDraft } from '../../domain/catalogue/versions/draft.ts';
import type { Offering, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { type NewAmount, reprice } from '../../domain/catalogue/versions/reprice.ts';
import { sameValue } from '../../domain/catalogue/model/same-value.ts';
import { resolvePolicy } from '../../domain/policy/policy.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { priceEditForbidden } from '../../domain/refusals/prices.ts';
import { newId, newVersionId } from '../new-id.ts';
import { launchDraft } from './launch-offering.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';

/**
 * Changes amounts of a locked offering if policy `price.edit` allows it (rule 3-42, semantics row 18): in the draft, or else as a
 * next version, launched at once, so that existing subscriptions renew at the old price (rule 3-43). Refuses
 * `price_edit_forbidden`, and as `reprice` and `launchDraft` do.
 * @rule 3-43
 */
export async function repriceOffering(
  writes: CatalogueWrites,
  offering: Offering,
  { prices }: Pick<OfferingEdit, 'prices'>,
): Promise<Result<Offering>> {
  const amounts = Object.fromEntries(
    Object.entries(prices).flatMap(([key, price]) => {
      const amount = newAmountOf(price);
      return amount === null ? [] : [[key, amount] as const];
    }),
  );
  if (Object.keys(amounts).length === 0) return accepted(offering);
  const { key, latest } = offering;
  const { policies: tenant } = await writes.findSettings();
  const own = latest.kind === 'addOn' ? { addOn: latest.policies } : { plan: latest.policies };
  const { value, level } = resolvePolicy('price.edit', { ...own, tenant });
  if (value !== 'flatAndPerUnit') return priceEditForbidden({ offeringKey: key, level });
  const rateCards = reprice(latest.rateCards, amounts);
  if (!rateCards.ok) return rateCards;
  if (sameValue(rateCards.value, latest.rateCards)) return accepted(offering);
  if (latest.status === 'draft') return accepted(await writes.saveDraft(offering, { ...latest, rateCards: rateCards.value }));
  const changes = { rateCards: rateCards.value };
  const next = nextDraft<OfferingVersion>(latest, { id: newVersionId(), changes, former: [] });
  if (!next.ok) return next;
  const launched = await launchDraft(writes, await writes.insertDraft(offering, next.value));
  return launched.ok ? accepted(launched.value.offering) : launched;
}

const newAmountOf = ({ amount, unitAmount }: PriceEdit): NewAmount | null =>
  amount === undefined && unitAmount === undefined
    ? null
    : {
        id: newId('pri'),
        ...(amount === undefined ? {} : { amount }),
        ...(unitAmount === undefined ? {} : { unitAmount }),
      };
