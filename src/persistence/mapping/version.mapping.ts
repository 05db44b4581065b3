import type { AddOnVersion, OfferingVersion, PlanVersion } from '../../domain/catalogue/offering.ts';
import type { OfferingRow, OfferingVersionRow } from '../schemas/offering.schema.ts';

type Content<V> = Omit<V, 'id' | 'kind' | 'key' | 'productKey' | 'version' | 'status'>;
/** What a version sells, without what its row and its offering already say. Final once the version is launched. */
export type VersionContent = Content<PlanVersion> | Content<AddOnVersion>;

type Head = Pick<OfferingRow, 'kind' | 'key' | 'productKey'>;

/** A version from its row and its offering's. */
export function fromDbVersion(
  { kind, key, productKey }: Head,
  { id, version, status, content }: Pick<OfferingVersionRow, 'id' | 'version' | 'status' | 'content'>,
): OfferingVersion {
  // The content was written by toDbContent for an offering of this kind, which never changes.
  return { ...content, id, kind, key, productKey, version, status } as OfferingVersion;
}

/** The content of a version for its row. */
export function toDbContent(offeringVersion: OfferingVersion): VersionContent {
  const { id: _id, kind: _kind, key: _key, productKey: _productKey, version: _version, status: _status, ...content } = offeringVersion;
  return content;
}
