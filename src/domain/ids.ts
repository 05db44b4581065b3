declare const kind: unique symbol;

/** The id of one kind of thing. Only the type tells it from another text: stored, in JSON and at run time it is the text itself. */
type IdOf<Kind extends string> = string & { readonly [kind]: Kind };

export type TenantId = IdOf<'tenant'>;

/** The id of one version of an offering; subscriptions pin it. */
export type VersionId = IdOf<'version'>;

/** The id of a tenant where it is read and no row gives it: from a path, or as the beginning of a list. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where it is made
export const toTenantId = (text: string): TenantId => text as TenantId;

/** The id of a version that is created; rows give it elsewhere. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where it is made
export const toVersionId = (text: string): VersionId => text as VersionId;
