const json = /^application\/(?:json|[a-z0-9.+-]{1,100}\+json)\s*(?:;\s*charset="?utf-?8"?\s*)?$/i;

/** Whether a body of this type and coding can be read: JSON in UTF-8 (RFC 8259), not compressed. */
export const isReadable = (contentType: string | undefined, contentEncoding: string | undefined): boolean =>
  contentType !== undefined &&
  contentType.length <= 256 &&
  json.test(contentType.trim()) &&
  (contentEncoding === undefined || contentEncoding.toLowerCase() === 'identity');

const table =
  /^(?:text\/(?:csv|plain|tab-separated-values)|application\/(?:csv|octet-stream|vnd\.ms-excel))\s*(?:;|$)/i;

/** Whether a body of this type and coding may be a table: whatever browsers and tools call a CSV file, not compressed. */
export const isTable = (contentType: string | undefined, contentEncoding: string | undefined): boolean =>
  contentType !== undefined &&
  contentType.length <= 256 &&
  table.test(contentType.trim()) &&
  (contentEncoding === undefined || contentEncoding.toLowerCase() === 'identity');
