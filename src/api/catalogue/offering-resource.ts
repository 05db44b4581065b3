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

/** The names and schemas of one kind of offering. */
export interface OfferingResource {
  readonly kind: OfferingKind;
  readonly path: '/v1/plans' | '/v1/add-ons' | '/v1/single-purchases';
  /** For operation ids: `Plan`. */
  readonly name: string;
  /** For messages: `plan`. */
  readonly noun: string;
  readonly tag: string;
  readonly view: z.ZodType;
  readonly list: z.ZodType;
  readonly version: z.ZodType;
  readonly versions: z.ZodType;
  readonly edit: z.ZodType<OfferingEdit | AddOnEdit>;
  /** The answer to an edit or a launch. */
  readonly edited: z.ZodType;
  readonly changes: z.ZodType<PlanChanges | SinglePurchaseChanges | AddOnChanges>;
}

/** The input of a new offering of the kind. */
export interface Creation<B> {
  readonly summary: string;
  readonly body: z.ZodType<B>;
  readonly fromApi: (body: B) => NewOffering;
}

/** The inputs that replace and change a draft of the kind. */
export interface DraftForms<B> {
  readonly body: z.ZodType<B>;
  readonly change: z.ZodType<Fields>;
  /** A name that is left out is that of the newest version. */
  readonly fromApi: (body: B, latest: OfferingVersion) => StatedOffering;
}

/** The refusals that links add; an add-on has no links. */
export const linkRefusals = ({ kind }: OfferingResource): readonly ProblemCode[] =>
  kind === 'addOn' ? [] : ['add_on_not_launched', 'add_on_archived', 'link_already_exists'];
