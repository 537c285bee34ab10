import { describe, expect, test } from 'vitest';
import { createRedactor, inWords } from './redact.ts';

describe('What is said of a broker', () => {
  test.each([
    ['connect to amqp://portico:s3cr%40t@rabbit:5672/school failed', 'connect to amqp://***@rabbit:5672/school failed'],
    ['login s3cr@t refused', 'login *** refused'],
    ['bad s3cr%40t', 'bad ***'],
    ['AMQPS://a:b@c/d and amqp://e@f', 'AMQPS://***@c/d and amqp://***@f'],
    ['connect ECONNREFUSED 127.0.0.1:5672', 'connect ECONNREFUSED 127.0.0.1:5672'],
  ])('MUST not hold credentials: %s', (text, expected) => {
    expect(createRedactor(new URL('amqp://portico:s3cr%40t@rabbit:5672/school'))(text)).toBe(expected);
  });

  test('MUST leave texts alone when there is no password', () => {
    expect(createRedactor(new URL('amqp://rabbit'))('plain')).toBe('plain');
  });

  test.each([
    [new Error('broken'), 'broken'],
    [Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new AggregateError([new Error('first'), new Error('second')]), 'first'],
    ['text', 'text'],
    [new TypeError(''), 'TypeError'],
  ])('MUST put %o into words', (thrown, words) => {
    expect(inWords(thrown)).toBe(words);
  });
});
