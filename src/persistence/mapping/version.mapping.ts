import type { OfferingVersion } from '../../domain/catalogue/offering.ts';
import type { OfferingRow, OfferingVersionRow, VersionContent } from '../schemas/offering.schema.ts';

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
  const {
    id: _id,
    kind: _kind,
    key: _key,
    productKey: _productKey,
    version: _version,
    status: _status,
    ...content
  } = offeringVersion;
  return content;
}
