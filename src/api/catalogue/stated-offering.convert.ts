import type { StatedChanges } from '../../application/catalogue/create-next-version.ts';
import type { NewFeatures, StatedOffering } from '../../application/catalogue/stated-offering.ts';
import type {
  AddOnChanges,
  AddOnInput,
  LinkInput,
  PhaseInput,
  PlanChanges,
  PlanInput,
  SinglePurchaseChanges,
  SinglePurchaseInput,
} from '../../contracts/wire/catalogue/offering.ts';
import type { RateCardInput } from '../../contracts/wire/catalogue/rate-card.ts';
import { type PlanAddOn, type PlanPhase, type Restrictions, unrestricted } from '../../domain/catalogue/model/offering.ts';
import type { RateCard } from '../../domain/catalogue/model/rate-card.ts';
import {
  type AddOnContents,
  draftAddOn,
  draftPlan,
  draftSinglePurchase,
  type PlanContents,
} from '../../domain/catalogue/versions/draft.ts';
import { toVersionId } from '../../domain/ids.ts';
import { fromApiFeature } from './feature.convert.ts';
import { fromApiLinkPrice } from './link-price.convert.ts';
import { fromApiRateCard } from './rate-card.convert.ts';
import { statedFields } from './stated-fields.ts';

type VersionInput = Pick<
  PlanInput,
  'name' | 'displayName' | 'description' | 'imageUrl' | 'unit' | 'customFields' | 'policies' | 'rateCards'
>;

const fromApiVersion = (input: VersionInput) => ({
  name: input.name,
  displayName: input.displayName ?? null,
  description: input.description ?? null,
  imageUrl: input.imageUrl ?? null,
  unit: input.unit ?? null,
  customFields: input.customFields ?? {},
  policies: input.policies ?? {},
  rateCards: input.rateCards.map((card) => fromApiRateCard(card, null)),
});

/** The input of an offering without its keys. */
type Sent<I> = Omit<I, 'productKey' | 'key'>;

/** The keys of an offering; a new one may have no key yet. */
interface Keys {
  readonly productKey: string;
  readonly key?: string;
}

/** The use case gives the id, and a key where none is stated. */
const ownOf = ({ productKey, key = '' }: Keys) => ({ id: toVersionId(''), productKey, key });

export const fromApiPlan = (input: Sent<PlanInput>, keys: Keys): StatedOffering => ({
  version: { ...draftPlan(ownOf(keys), planContentsOf(input)), addOns: fromApiLinks(input) },
  newFeatures: fromApiNewFeatures(input),
});

export const fromApiSinglePurchase = (input: Sent<SinglePurchaseInput>, keys: Keys): StatedOffering => ({
  version: { ...draftSinglePurchase(ownOf(keys), fromApiVersion(input)), addOns: fromApiLinks(input) },
  newFeatures: fromApiNewFeatures(input),
});

export const fromApiAddOn = (input: Sent<AddOnInput>, keys: Keys): StatedOffering => ({
  version: draftAddOn(ownOf(keys), addOnContentsOf(input)),
  newFeatures: fromApiNewFeatures(input),
});

function planContentsOf(input: Sent<PlanInput>): PlanContents {
  const { phases = [] } = input;
  const contents = fromApiVersion(input);
  return {
    ...contents,
    rateCards: [...contents.rateCards, ...fromApiPhaseCards(phases)],
    trialDays: input.trialDays ?? 0,
    phases: phases.map(fromApiPhase),
  };
}

const addOnContentsOf = (input: Sent<AddOnInput>): AddOnContents => ({
  ...fromApiVersion(input),
  instance: input.instance,
  visibility: input.visibility,
  restrictions: fromApiRestrictions(input.restrictions),
});

const fromApiLinks = ({ addOns = [] }: { readonly addOns?: readonly LinkInput[] }): readonly PlanAddOn[] =>
  addOns.map(fromApiLink);

/** An input with rate cards; undefined leaves them as they are. */
interface Cards {
  readonly rateCards?: readonly RateCardInput[] | undefined;
}

/** The inline features by the pointer of their rate card, including those of phases. */
function fromApiNewFeatures({
  phases = [],
  ...lasting
}: Cards & { readonly phases?: readonly Cards[] | undefined }): NewFeatures {
  const lists = [lasting, ...phases].map(({ rateCards = [] }, index) => ({
    rateCards,
    list: index === 0 ? '/rateCards' : `/phases/${index - 1}/rateCards`,
  }));
  return new Map(
    lists.flatMap(({ rateCards, list }) =>
      rateCards.flatMap(({ feature }, index) =>
        feature === undefined ? [] : [[`${list}/${index}`, fromApiFeature(feature)] as const],
      ),
    ),
  );
}

const fromApiPhase = ({ key, durationInCycles }: PhaseInput): PlanPhase => ({ key, durationInCycles });

/** The rate cards of all phases, each with the key of its phase. */
const fromApiPhaseCards = (phases: readonly PhaseInput[]): readonly RateCard[] =>
  phases.flatMap(({ key, rateCards = [] }) => rateCards.map((card) => fromApiRateCard(card, key)));

const fromApiRestrictions = (input: AddOnInput['restrictions']): Restrictions => ({ ...unrestricted, ...input });

export const fromApiLink = (input: LinkInput): PlanAddOn => ({
  addOnKey: input.addOnKey,
  requirement: input.requirement,
  visibility: input.visibility,
  maxInstances: input.maxInstances ?? null,
  fromPhase: input.fromPhase ?? null,
  policies: input.policies ?? {},
  prices: (input.prices ?? []).map((price) => fromApiLinkPrice(price, input.addOnKey)),
});

/** The changes of a next version; fields that are left out are copied from the newest version. */
export function fromApiChanges(input: PlanChanges | SinglePurchaseChanges | AddOnChanges): StatedChanges {
  const { rateCards, phases, addOns, restrictions, ...fields } = {
    phases: undefined,
    addOns: undefined,
    restrictions: undefined,
    ...input,
  };
  return {
    changes: {
      fields: {
        ...statedFields(fields),
        ...(restrictions === undefined ? {} : { restrictions: fromApiRestrictions(restrictions) }),
      },
      rateCards: rateCards?.map((card) => fromApiRateCard(card, null)) ?? null,
      phases: phases === undefined ? null : { phases: phases.map(fromApiPhase), rateCards: fromApiPhaseCards(phases) },
      addOns: addOns?.map(fromApiLink) ?? null,
    },
    newFeatures: fromApiNewFeatures({ rateCards, phases }),
  };
}
