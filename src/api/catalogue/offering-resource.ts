import type { z } from 'zod';
import type { NewOffering } from '../../application/catalogue/create-offering.ts';
import type { Fields } from '../../application/catalogue/merge-draft.ts';
import type { StatedOffering } from '../../application/catalogue/stated-offering.ts';
import type {
  AddOnChanges,
  AddOnEdit,
  OfferingEdit,
  PlanChanges,
  SinglePurchaseChanges,
} from '../../contracts/wire/catalogue/offering.ts';
import type { OfferingKind, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { ProblemCode } from '../http/problem.ts';

/** How one kind of offering is named on the wire. */
export interface OfferingResource {
  readonly kind: OfferingKind;
  readonly path: '/v1/plans' | '/v1/add-ons' | '/v1/single-purchases';
  /** For operation ids: `Plan`. */
  readonly name: string;
  /** In a sentence: `plan`. */
  readonly noun: string;
  readonly tag: string;
  readonly view: z.ZodType;
  readonly list: z.ZodType;
  readonly version: z.ZodType;
  readonly versions: z.ZodType;
  readonly edit: z.ZodType<OfferingEdit | AddOnEdit>;
  /** What is answered to an edit or a launch. */
  readonly edited: z.ZodType;
  readonly changes: z.ZodType<PlanChanges | SinglePurchaseChanges | AddOnChanges>;
}

/** How a new offering of the kind is stated. */
export interface Creation<B> {
  readonly summary: string;
  readonly body: z.ZodType<B>;
  readonly fromApi: (body: B) => NewOffering;
}

/** How a draft of the kind is stated as a whole, and what a change of it may name. */
export interface DraftForms<B> {
  readonly body: z.ZodType<B>;
  readonly change: z.ZodType<Fields>;
  /** What is not stated of the name is as in the newest version. */
  readonly fromApi: (body: B, latest: OfferingVersion) => StatedOffering;
}

/** Refusals of what has links. */
export const linkRefusals = ({ kind }: OfferingResource): readonly ProblemCode[] =>
  kind === 'addOn' ? [] : ['add_on_not_launched', 'add_on_archived', 'link_already_exists'];
