import { z } from 'zod';
import { policySettings } from '../shared/policies.ts';
import { actor, cadence, currency, id, instantIn, key, quantityIn, text, timeZone } from '../shared/scalars.ts';

/** What every command may say beside its own fields. */
const commanded = {
  actor,
  policies: policySettings.exactOptional().describe('Policies for this command alone.'),
  expectedRevision: z
    .int()
    .min(0)
    .exactOptional()
    .describe('Refused unless the subscription is at this revision; If-Match says the same.'),
  quoteId: z
    .string()
    .min(1)
    .max(50_000)
    .exactOptional()
    .describe('Applied exactly as this preview said, or refused with quote_stale.'),
};
const at = instantIn.exactOptional();
const reason = text.exactOptional();

const role = key.exactOptional().describe('The role of who buys; some add-ons are sold to some roles only.');

const orderFields = {
  customerId: id,
  planKey: key.exactOptional().describe('What is bought: a plan, or else a single purchase.'),
  singlePurchaseKey: key.exactOptional(),
  cadence: cadence.describe('How often the base is charged; for a single purchase, how often its add-ons are.'),
  currency,
  startAt: instantIn.exactOptional(),
  addOns: z
    .array(z.strictObject({ addOnKey: key, quantity: quantityIn.exactOptional() }))
    .max(200)
    .default([]),
  role,
  runsInRealTime: z.boolean().default(false).describe('In a sandbox: follow the wall clock instead of standing still.'),
};
const attachFields = {
  addOnKey: key,
  quantity: quantityIn.exactOptional(),
  role,
  when: z.enum(['now', 'nextPeriod', 'at', 'backdate']).exactOptional(),
  at,
};
const quantityFields = {
  quantity: quantityIn,
  role,
  when: z.enum(['now', 'nextPeriod', 'periodEnd', 'at']).exactOptional(),
  at,
};
const removeFields = { when: z.enum(['now', 'periodEnd', 'at']).exactOptional(), at, reason };
const cancelFields = removeFields;
const advanceFields = { to: instantIn };

/** An order names one thing that it is for. */
function oneBase<T extends { readonly planKey?: string; readonly singlePurchaseKey?: string }>(
  { planKey, singlePurchaseKey }: T,
  context: z.RefinementCtx<T>,
): void {
  if ((planKey === undefined) === (singlePurchaseKey === undefined))
    context.addIssue({ code: 'custom', path: ['planKey'], message: 'give exactly one of planKey and singlePurchaseKey' });
}

export const createInput = z
  .strictObject({ ...orderFields, ...commanded })
  .omit({ expectedRevision: true })
  .superRefine(oneBase)
  .meta({ id: 'SubscriptionInput' });
export const attachInput = z.strictObject({ ...attachFields, ...commanded }).meta({ id: 'AttachAddOnInput' });
export const quantityInput = z.strictObject({ ...quantityFields, ...commanded }).meta({ id: 'ChangeAddOnQuantityInput' });
export const removeInput = z
  .strictObject({ ...removeFields, ...commanded })
  .prefault({})
  .meta({ id: 'RemoveAddOnInput' });
export const cancelInput = z
  .strictObject({ ...cancelFields, ...commanded })
  .prefault({})
  .meta({ id: 'CancelInput' });
export const cancelPendingInput = z.strictObject(commanded).prefault({}).meta({ id: 'CancelPendingChangeInput' });
export const advanceInput = z.strictObject({ ...advanceFields, ...commanded }).meta({ id: 'AdvanceClockInput' });

export type CreateInput = z.output<typeof createInput>;

/** Any command on a subscription that exists, told apart by its type: what a preview is asked about. */
export const commandInput = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({ type: z.literal('attachAddOn'), ...attachFields, ...commanded }),
      z.strictObject({ type: z.literal('changeAddOnQuantity'), attachmentId: id, ...quantityFields, ...commanded }),
      z.strictObject({ type: z.literal('removeAddOn'), attachmentId: id, ...removeFields, ...commanded }),
      z.strictObject({ type: z.literal('cancelPendingChange'), changeId: id, ...commanded }),
      z.strictObject({ type: z.literal('cancel'), ...cancelFields, ...commanded }),
      z.strictObject({ type: z.literal('advanceClock'), ...advanceFields, ...commanded }),
    ],
    {
      error:
        'must be a command whose type is attachAddOn, changeAddOnQuantity, removeAddOn, cancelPendingChange, cancel or advanceClock',
    },
  )
  .meta({ id: 'Command' });
export type CommandInput = z.output<typeof commandInput>;

const { runsInRealTime: _decidedByTheApi, ...createFields } = orderFields;

/** A command as its workflow gets it: from the API, or typed by an operator who sends a Signal. */
const commandMessage = z.discriminatedUnion('type', [
  ...commandInput.options,
  z
    .strictObject({
      type: z.literal('create'),
      ...createFields,
      ...commanded,
      timeZone,
      accountType: key.exactOptional(),
      clock: z.enum(['wall', 'sandbox']),
    })
    .superRefine(oneBase),
]);

/** The command with the ids of its request, which an operator types too. */
export const commandDelivery = z.object({
  requestId: z.string().min(1).max(300),
  requestHash: z.string().max(100),
  command: commandMessage,
});

export const previewInput = z
  .strictObject({
    command: commandInput,
    at: instantIn.exactOptional().describe('A later instant to preview at; now when it is left out.'),
  })
  .meta({ id: 'PreviewInput' });
