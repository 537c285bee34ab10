import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyOf } from './key-of.ts';
import { signMessage } from './sign-message.ts';

test('MUST take whsec_ for the bytes of its base64, and any other text for its own', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect([...keyOf(`whsec_${Buffer.from(bytes).toString('base64')}`)]).toEqual([...bytes]);
    }),
  );
  expect(keyOf('密钥 whsec_').toString('utf8')).toBe('密钥 whsec_');
  expect(keyOf('whsec_!!!!')).toHaveLength(0);
});

test('MUST be what messages are signed with, whatever the secret looks like', () => {
  const plain = 'a text that is no base64';
  const signature = createHmac('sha256', plain).update('m-1.1763683200.{}').digest('base64');
  expect(signMessage([plain], 'm-1', 1_763_683_200, '{}')).toBe(`v1,${signature}`);
});
