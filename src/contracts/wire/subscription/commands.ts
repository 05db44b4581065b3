import { z } from 'zod';
import { invariant } from '../../../domain/invariant.ts';
import { toAttachmentId } from '../../../domain/ids.ts';
import type { Command, CommandType } from '../../../domain/subscription/model/commands.ts';
import { commands, existingCommandTypes } from '../../commands.ts';
import { policySettings } from '../shared/policies.ts';
import { cadence, currency, id, instantIn, key, quantityIn, text, timeZone } from '../shared/scalars.ts';

/** The fields that all commands share. A secret key may also send commands as the customer. */
const commanded = (type: CommandType) => {
  const { senders } = commands[type];
  return {
    actor: z.enum(senders).default(senders[0]),
    policies: policySettings.exactOptional().describe('Policies for this command only.'),
    expectedRevision: z
      .int()
      .min(0)
      .exactOptional()
      .describe('The command is refused unless the subscription has this revision, as with If-Match.'),
    quoteId: z
      .string()
      .min(1)
      .max(50_000)
      .exactOptional()
      .describe('The quote of a preview: the command has exactly that effect, or is refused with quote_stale.'),
  };
};
const at = instantIn.exactOptional();
const reason = text.exactOptional();

const role = key.exactOptional().describe('The role of the buyer; add-ons can be restricted to some roles.');

const order = {
  customerId: id,
  planKey: key.exactOptional().describe('The plan to buy; give either this or singlePurchaseKey.'),
  singlePurchaseKey: key.exactOptional(),
  cadence: cadence.describe('The cadence of the base; for a single purchase, that of its add-ons.'),
  currency,
  startAt: instantIn.exactOptional(),
  addOns: z
    .array(z.strictObject({ addOnKey: key, quantity: quantityIn.exactOptional() }))
    .max(200)
    .default([]),
  role,
  runsInRealTime: z
    .boolean()
    .default(false)
    .describe('In a sandbox, follow the wall clock instead of a clock that stands still until it is advanced.'),
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

/** An order has exactly one base. */
function oneBase<T extends { readonly planKey?: string; readonly singlePurchaseKey?: string }>(
  { planKey, singlePurchaseKey }: T,
  context: z.RefinementCtx<T>,
): void {
  if ((planKey === undefined) === (singlePurchaseKey === undefined))
    context.addIssue({ code: 'custom', path: ['planKey'], message: 'Give exactly one of `planKey` and `singlePurchaseKey`.' });
}

/**
 * The wire form of each command: `body` is that of its route, `command` that of previews and of messages to the workflow, from the
 * API or typed by an operator.
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
    command: z.strictObject({
      type: z.literal('changeAddOnQuantity'),
      attachmentId: id.transform(toAttachmentId),
      ...changeQuantity,
    }),
  },
  removeAddOn: {
    body: z.strictObject(removal).prefault({}).meta({ id: 'RemoveAddOnInput' }),
    command: z.strictObject({ type: z.literal('removeAddOn'), attachmentId: id.transform(toAttachmentId), ...removal }),
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

/** The names of a command's fields, without those that all commands share. */
export function ownFieldsOf(type: CommandType): readonly string[] {
  const shared = ['type', ...Object.keys(commanded(type))];
  return Object.keys(commandSchemas[type].command.shape).filter((name) => !shared.includes(name));
}

export type CreateInput = z.output<typeof commandSchemas.create.body>;

const [first, ...others] = existingCommandTypes.map((type) => commandSchemas[type].command);
invariant(first, 'a command on an existing subscription is in the table');

/** Any command on an existing subscription, discriminated by `type`: the input of a preview. */
export const commandInput = z.discriminatedUnion('type', [first, ...others]).meta({ id: 'Command' });
export type CommandInput = z.output<typeof commandInput>;

/** A command with its request id and hash, as a message to the workflow delivers it. */
export const commandDelivery = z.object({
  requestId: z.string().min(1).max(300),
  requestHash: z.string().max(100),
  command: z.discriminatedUnion('type', [...commandInput.options, commandSchemas.create.command]),
});

export const previewInput = z
  .strictObject({
    command: commandInput,
    at: instantIn.exactOptional().describe('The instant of the preview, now or later; now if it is left out.'),
  })
  .meta({ id: 'PreviewInput' });
