import type { PriceModelName } from './price-model.ts';

/** The pricing models (semantics §8). */
export const modelNames = [
  'flat',
  'perUnit',
  'tiered',
  'volume',
  'stairStep',
  'package',
  'tieredPackage',
  'volumePackage',
  'percentage',
] as const satisfies readonly PriceModelName[];

/**
 * Aliases of the models (semantics §8), in lower case without spaces and hyphens. The last nine are the dynamic prices of document
 * 000, in which a tier with one flat price is a stair step, whether the quantity fills the tiers or reaches one.
 */
export const modelAliases: Readonly<Record<string, PriceModelName>> = {
  fixedcharge: 'flat',
  flatfee: 'flat',
  graduated: 'tiered',
  ranged: 'stairStep',
  packaged: 'package',
  standardflat: 'flat',
  standardperunit: 'perUnit',
  standardpackaged: 'package',
  tieredflat: 'stairStep',
  tieredperunit: 'tiered',
  tieredpackaged: 'tieredPackage',
  volumeflat: 'stairStep',
  volumeperunit: 'volume',
  volumepackaged: 'volumePackage',
};

const plainNames: Readonly<Record<string, PriceModelName>> = Object.fromEntries([
  ...Object.entries(modelAliases),
  ...modelNames.map((name) => [name.toLowerCase(), name]),
] as const);

/** Replaces an alias in the field `model` by the name of the model. Other input is returned unchanged. */
export function withModelName(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('model' in input) || typeof input.model !== 'string') return input;
  const plain = input.model.toLowerCase().replaceAll(/[\s_-]/g, '');
  return Object.hasOwn(plainNames, plain) ? { ...input, model: plainNames[plain] } : input;
}
