import { expect, test } from 'vitest';
import { findPrograms } from './programs.ts';

test('MUST say which programs are missing, and what installs them', () => {
  expect(findPrograms(() => false)).toBe(
    'Not found: initdb, postgres, rabbitmq, epmd, redis. On Debian and Ubuntu: apt-get install postgresql rabbitmq-server erlang-base redis-server',
  );
  expect(findPrograms((file) => !file.endsWith('/redis-server'))).toBe(
    'Not found: redis. On Debian and Ubuntu: apt-get install redis-server',
  );
  expect(findPrograms(() => true)).toMatchObject({ redis: expect.stringMatching(/\/redis-server$/u) });
});
