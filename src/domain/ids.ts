declare const kind: unique symbol;

/** An id of one kind of record. The brand exists in the type only: at run time, in JSON and in storage it is plain text. */
type IdOf<Kind extends string> = string & { readonly [kind]: Kind };

export type TenantId = IdOf<'tenant'>;

export type SubscriptionId = IdOf<'subscription'>;

/** The id of one attachment: an add-on on a subscription. */
export type AttachmentId = IdOf<'attachment'>;

/** The id of one version of an offering; subscriptions pin it. */
export type VersionId = IdOf<'version'>;

/** Brands the id of a tenant that does not come from a row: from a path, or as the start of a list. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where it is made
export const toTenantId = (text: string): TenantId => text as TenantId;

/** Brands the id of a subscription that does not come from a row: from a path or a body, or derived from a request. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where it is made
export const toSubscriptionId = (text: string): SubscriptionId => text as SubscriptionId;

/** Brands the id of an attachment that does not come from a row: from a path or a body, or of a new attachment. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where it is made
export const toAttachmentId = (text: string): AttachmentId => text as AttachmentId;

/** Brands the id of a new version; rows are typed. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where it is made
export const toVersionId = (text: string): VersionId => text as VersionId;
