import { isIP } from 'node:net';

/** The 16 bytes of an address; IPv4 as IPv6 maps it. Null when it is none. */
export const addressBytes = (address: string): Uint8Array | null => {
  const [text = ''] = address.replace(/^\[|\]$/gu, '').split('%', 1);
  const family = isIP(text);
  if (family === 0) return null;
  const groups = family === 4 ? ['::ffff', text].join(':') : text;
  // Nothing but an address can stand between the brackets; the URL writes it in groups alone, IPv4 at its end too.
  const [head = '', tail] = new URL(`http://[${groups}]`).hostname.slice(1, -1).split('::');
  const numbers = (part: string): readonly number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const [before, after] = [numbers(head), numbers(tail ?? '')];
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
};

/** A range of addresses. */
export interface Network {
  /** As in `addressBytes`. */
  readonly bytes: Uint8Array;
  /** How many bits count, of the 128. */
  readonly prefix: number;
}

/** Reads an address, or a network as `10.0.0.0/8`; null when it is neither. */
export const readNetwork = (text: string): Network | null => {
  const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/u.exec(text) ?? [];
  const bytes = address.includes('%') ? null : addressBytes(address);
  if (bytes === null) return null;
  const bits = isIP(address.replace(/^\[|\]$/gu, '')) === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  return prefix > bits ? null : { bytes, prefix: 128 - bits + prefix };
};

/** Whether an address is in a network. */
export const isWithin = (bytes: Uint8Array, network: Network): boolean => {
  for (let bit = 0; bit < network.prefix; bit += 8) {
    const place = bit >> 3;
    const counted = Math.min(8, network.prefix - bit);
    const mask = (0xff << (8 - counted)) & 0xff;
    if (((bytes[place] ?? 0) & mask) !== ((network.bytes[place] ?? 0) & mask)) return false;
  }
  return true;
};
