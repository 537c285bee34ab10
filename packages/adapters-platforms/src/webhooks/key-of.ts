/** Fewer bytes than this prove nothing: an empty key is everybody's. Standard Webhooks asks for 24 to 64. */
export const shortestKey = 16;

const base64Key = 'whsec_';

export const isBase64Key = (secret: string): boolean => secret.startsWith(base64Key);

/** The bytes of a symmetric secret of Standard Webhooks: `whsec_` and base64; any other text stands for its UTF-8 bytes. */
export const keyOf = (secret: string): Buffer =>
  isBase64Key(secret) ? Buffer.from(secret.slice(base64Key.length), 'base64') : Buffer.from(secret, 'utf8');
