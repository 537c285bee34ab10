const json = /^application\/(?:json|[a-z0-9.+-]{1,100}\+json)\s*(?:;\s*charset="?utf-?8"?\s*)?$/i;

/** Whether a body of this type and coding can be read: JSON in UTF-8 (RFC 8259), not compressed. */
export const isReadable = (contentType: string | undefined, contentEncoding: string | undefined): boolean =>
  contentType !== undefined &&
  contentType.length <= 256 &&
  json.test(contentType.trim()) &&
  (contentEncoding === undefined || contentEncoding.toLowerCase() === 'identity');
