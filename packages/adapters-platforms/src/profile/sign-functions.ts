import { createHmac } from 'node:crypto';
import { keyOf } from '../webhooks/key-of.ts';
import { expectNumber, expectText, textOf } from './functions.ts';
import type { ExpressionFunction } from './functions.ts';
import { ProfileFault } from './scope.ts';

/** Functions for signed messages. */
export const signFunctions: readonly (readonly [string, ExpressionFunction])[] = [
  [
    'hmacSha256',
    {
      arity: 3,
      call: ([key, text, encoding], budget) => {
        const [secret, signed] = [textOf(key, 'hmacSha256'), textOf(text, 'hmacSha256')];
        const written = expectText(encoding, 'hmacSha256');
        if (written !== 'base64' && written !== 'hex') throw new ProfileFault('hmacSha256 writes base64 or hex only');
        budget.read(secret);
        budget.read(signed);
        return createHmac('sha256', keyOf(secret)).update(signed.toWellFormed(), 'utf8').digest(written);
      },
    },
  ],
  [
    'isoTime',
    {
      arity: 1,
      call: ([instant]) => {
        if (instant === null || instant === undefined) return null;
        const at = new Date(expectNumber(instant, 'isoTime'));
        if (Number.isNaN(at.getTime())) throw new ProfileFault('isoTime needs milliseconds since 1970');
        return at.toISOString();
      },
    },
  ],
];
