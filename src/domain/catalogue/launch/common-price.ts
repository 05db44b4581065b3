import type { Issue } from '../../refusal.ts';
import { quoted } from '../../refusals/words.ts';
import type { BaseVersion } from '../model/offering.ts';
import { inPhase, phasesOf } from '../model/phase-cards.ts';
import { salePairs } from '../model/sale-pairs.ts';

/**
 * The issues of a base without any sale pair: the rate cards of every phase have no currency and cadence in common, or those of one
 * phase, or the phases (rule 2-13). A phase without prices is free.
 * @rule 2-13
 */
export function commonPriceIssues(base: BaseVersion): readonly Issue[] {
  if (salePairs(base).length > 0) return [];
  const phases = phasesOf(base).map(({ key }, index) => ({ key, index, cards: inPhase(base, key) }));
  const priced = phases.filter(({ cards }) => hasPrices(cards));
  const split = priced.filter(({ cards }) => salePairs(cards).length === 0);
  const lasting = inPhase(base, null);
  if (lasting === base || isSplit(lasting))
    return [
      noCommonPrice(
        '/rateCards',
        'There is no currency and cadence in which every rate card has a price: add the missing prices.',
      ),
    ];
  if (split.length === 0) {
    const keys = priced.map(({ key }) => quoted(key)).join(' and ');
    return [
      noCommonPrice(
        '/phases',
        `There is no currency and cadence in which the phases ${keys} all have a price: add the missing prices.`,
      ),
    ];
  }
  return split.map(({ key, index }) => {
    const detail = `In the phase ${quoted(key)} there is no currency and cadence in which every rate card has a price: add the missing prices.`;
    return noCommonPrice(`/phases/${index}/rateCards`, detail);
  });
}

const hasPrices = ({ rateCards }: BaseVersion): boolean => rateCards.some(({ prices }) => prices.length > 0);

const isSplit = (base: BaseVersion): boolean => hasPrices(base) && salePairs(base).length === 0;

const noCommonPrice = (pointer: string, detail: string): Issue => ({ pointer, code: 'no_common_price', detail });
