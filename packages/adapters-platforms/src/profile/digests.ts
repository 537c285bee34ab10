import { createHash, createHmac } from 'node:crypto';
import type { ExpressionFunction } from './functions.ts';
import { expectNumber, textOf } from './functions.ts';
import { ProfileFault } from './scope.ts';

const algorithms = ['md5', 'sha1', 'sha256', 'sha512', 'sm3'] as const;
const encodings = ['hex', 'base64', 'base64url'] as const;

const oneOf = <Name extends string>(value: unknown, names: readonly Name[], what: string): Name => {
  const found = names.find((name) => name === value);
  if (found === undefined) throw new ProfileFault(`${what} knows ${names.join(', ')} only`);
  return found;
};

/** Key lengths that a caller's integer may have: from a signed 32-bit integer to what every JSON reader keeps exact. */
const integerBits = { least: 31, most: 53 } as const;

/**
 * A positive integer of at most `bits` bits: the first eight bytes of the SHA-256 of the UTF-8 text as a big-endian number, without its lowest
 * `64 - bits` bits; 0 becomes 1. Two of n texts share one with a probability of about n² / 2^(bits + 1).
 */
const hashInt = (text: string, bits: number): number => {
  if (!Number.isInteger(bits) || bits < integerBits.least || bits > integerBits.most)
    throw new ProfileFault(`hashInt takes ${integerBits.least} to ${integerBits.most} bits`);
  const digest = createHash('sha256').update(text.toWellFormed(), 'utf8').digest();
  return Number(digest.readBigUInt64BE(0) >> BigInt(64 - bits)) || 1;
};

/** Functions that sign and derive keys; texts count as UTF-8. Each reads its text once. */
export const digestFunctions: readonly (readonly [string, ExpressionFunction])[] = [
  [
    'hash',
    {
      arity: 3,
      call: ([algorithm, value, encoding], budget) => {
        const text = textOf(value, 'hash');
        budget.read(text);
        return createHash(oneOf(algorithm, algorithms, 'hash'))
          .update(text.toWellFormed(), 'utf8')
          .digest(oneOf(encoding, encodings, 'hash'));
      },
    },
  ],
  [
    'hmac',
    {
      arity: 4,
      call: ([algorithm, key, value, encoding], budget) => {
        const [secret, text] = [textOf(key, 'hmac'), textOf(value, 'hmac')];
        budget.read(secret);
        budget.read(text);
        return createHmac(oneOf(algorithm, algorithms, 'hmac'), secret.toWellFormed())
          .update(text.toWellFormed(), 'utf8')
          .digest(oneOf(encoding, encodings, 'hmac'));
      },
    },
  ],
  [
    'base64',
    {
      arity: 1,
      call: ([value], budget) => {
        const text = textOf(value, 'base64');
        budget.write(2 * text.length);
        return Buffer.from(text.toWellFormed(), 'utf8').toString('base64');
      },
    },
  ],
  [
    'hashInt',
    {
      arity: 2,
      call: ([value, bits], budget) => {
        const text = textOf(value, 'hashInt');
        budget.read(text);
        return hashInt(text, expectNumber(bits, 'hashInt'));
      },
    },
  ],
];
