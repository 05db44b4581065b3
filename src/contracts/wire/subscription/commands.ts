import { z } from 'zod';
import { invariant } from '../../../domain/invariant.ts';
import type { Command, CommandType } from '../../../domain/subscription/model/commands.ts';
import { commands, existingCommandTypes } from '../../commands.ts';
import { policySettings } from '../shared/policies.ts';
import { cadence, currency, id, instantIn, key, quantityIn, text, timeZone } from '../shared/scalars.ts';

/** What every command may say beside its own fields. A secret key may speak for the customer too. */
const commanded = (type: CommandType) => {
  const { senders } = commands[type];
  return {
    actor: z.enum(senders).default(senders[0]),
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
};
const at = instantIn.exactOptional();
const reason = text.exactOptional();

const role = key.exactOptional().describe('The role of who buys; some add-ons are sold to some roles only.');

const order = {
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
  ...commanded('create'),
};
const { runsInRealTime: _decidedByTheApi, ...orderAsSent } = order;
const attach = {
  addOnKey: key,
  quantity: quantityIn.exactOptional(),
  role,
  when: z.enum(['now', 'nextPeriod', 'at', 'backdate']).exactOptional(),
  at,
  ...commanded('attachAddOn'),
};
const changeQuantity = {
  quantity: quantityIn,
  role,
  when: z.enum(['now', 'nextPeriod', 'periodEnd', 'at']).exactOptional(),
  at,
  ...commanded('changeAddOnQuantity'),
};
const removal = { when: z.enum(['now', 'periodEnd', 'at']).exactOptional(), at, reason, ...commanded('removeAddOn') };
const cancelChange = commanded('cancelPendingChange');
const cancellation = { when: z.enum(['now', 'periodEnd', 'at']).exactOptional(), at, reason, ...commanded('cancel') };
const advance = { to: instantIn, ...commanded('advanceClock') };

/** An order names one thing that it is for. */
function oneBase<T extends { readonly planKey?: string; readonly singlePurchaseKey?: string }>(
  { planKey, singlePurchaseKey }: T,
  context: z.RefinementCtx<T>,
): void {
  if ((planKey === undefined) === (singlePurchaseKey === undefined))
    context.addIssue({ code: 'custom', path: ['planKey'], message: 'Give exactly one of `planKey` and `singlePurchaseKey`.' });
}

/**
 * The wire form of each command: the body of its route, and the command as a preview is asked about it or its workflow gets it, from
 * the API or typed by an operator who sends a Signal.
 */
export const commandSchemas = {
  create: {
    body: z.strictObject(order).omit({ expectedRevision: true }).superRefine(oneBase).meta({ id: 'SubscriptionInput' }),
    command: z
      .strictObject({
        type: z.literal('create'),
        ...orderAsSent,
        timeZone,
        accountType: key.exactOptional(),
        clock: z.enum(['wall', 'sandbox']),
      })
      .superRefine(oneBase),
  },
  attachAddOn: {
    body: z.strictObject(attach).meta({ id: 'AttachAddOnInput' }),
    command: z.strictObject({ type: z.literal('attachAddOn'), ...attach }),
  },
  changeAddOnQuantity: {
    body: z.strictObject(changeQuantity).meta({ id: 'ChangeAddOnQuantityInput' }),
    command: z.strictObject({ type: z.literal('changeAddOnQuantity'), attachmentId: id, ...changeQuantity }),
  },
  removeAddOn: {
    body: z.strictObject(removal).prefault({}).meta({ id: 'RemoveAddOnInput' }),
    command: z.strictObject({ type: z.literal('removeAddOn'), attachmentId: id, ...removal }),
  },
  cancelPendingChange: {
    body: z.strictObject(cancelChange).prefault({}).meta({ id: 'CancelPendingChangeInput' }),
    command: z.strictObject({ type: z.literal('cancelPendingChange'), changeId: id, ...cancelChange }),
  },
  cancel: {
    body: z.strictObject(cancellation).prefault({}).meta({ id: 'CancelInput' }),
    command: z.strictObject({ type: z.literal('cancel'), ...cancellation }),
  },
  advanceClock: {
    body: z.strictObject(advance).meta({ id: 'AdvanceClockInput' }),
    command: z.strictObject({ type: z.literal('advanceClock'), ...advance }),
  },
} as const satisfies {
  readonly [T in CommandType]: {
    readonly body: z.ZodType;
    readonly command: z.ZodType<Extract<Command, { readonly type: T }>>;
  };
};

/** The names of a command's fields beside those that every command has. */
export function ownFieldsOf(type: CommandType): readonly string[] {
  const shared = ['type', ...Object.keys(commanded(type))];
  return Object.keys(commandSchemas[type].command.shape).filter((name) => !shared.includes(name));
}

export type CreateInput = z.output<typeof commandSchemas.create.body>;

const [first, ...others] = existingCommandTypes.map((type) => commandSchemas[type].command);
invariant(first, 'a command on an existing subscription is in the table');

/** Any command on a subscription that exists, told apart by its type: what a preview is asked about. */
export const commandInput = z.discriminatedUnion('type', [first, ...others]).meta({ id: 'Command' });
export type CommandInput = z.output<typeof commandInput>;

/** The command with the ids of its request, which an operator types too. */
export const commandDelivery = z.object({
  requestId: z.string().min(1).max(300),
  requestHash: z.string().max(100),
  command: z.discriminatedUnion('type', [...commandInput.options, commandSchemas.create.command]),
});

export const previewInput = z
  .strictObject({
    command: commandInput,
    at: instantIn.exactOptional().describe('A later instant to preview at; now when it is left out.'),
  })
  .meta({ id: 'PreviewInput' });
