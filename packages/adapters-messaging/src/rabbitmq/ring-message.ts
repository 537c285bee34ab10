import type { Ring } from '@portico/core/work';

/** The most keys, and rings without keys, of one message. */
export const keysPerMessage = 64;
const mostBytes = 256 * 1024;
const longestKey = 1_024;

const isLane = (value: unknown): value is number => Number.isSafeInteger(value);
const isKey = (value: unknown): value is string => typeof value === 'string' && value.length <= longestKey;

/** The bodies of messages that ring these: JSON, `[[lane, [key, …]], …]`. */
export const encodeRings = (rings: readonly Ring[]): readonly Buffer[] => {
  const messages: [number, string[]][][] = [];
  let room = 0;
  for (const { lane, keys: all } of rings) {
    const keys = all.filter(isKey);
    for (let at = 0; at < Math.max(1, keys.length);) {
      if (room === 0) {
        messages.push([]);
        room = keysPerMessage;
      }
      const part = keys.slice(at, at + room);
      messages.at(-1)?.push([lane, part]);
      at += Math.max(1, part.length);
      room -= Math.max(1, part.length);
    }
  }
  return messages.map((message) => Buffer.from(JSON.stringify(message)));
};

const toRing = (value: unknown): Ring | null => {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [lane, keys]: readonly unknown[] = value;
  return isLane(lane) && Array.isArray(keys) && keys.every(isKey) ? { lane, keys } : null;
};

/** What a message rings; null when it is none of ours. */
export const decodeRings = (body: Buffer): readonly Ring[] | null => {
  if (body.length > mostBytes) return null;
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    return null;
  }
  if (!Array.isArray(value) || value.length > keysPerMessage) return null;
  const rings: Ring[] = [];
  let count = 0;
  for (const one of value) {
    const ring = toRing(one);
    if (ring === null) return null;
    count += Math.max(1, ring.keys.length);
    rings.push(ring);
  }
  return count > keysPerMessage ? null : rings;
};
