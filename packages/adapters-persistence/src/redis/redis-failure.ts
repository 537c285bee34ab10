import type { StoreFailure } from '@portico/core';

/** Answers of a server that will answer otherwise when its operator has seen to it, or by itself. */
const passing =
  /^(LOADING|BUSY|TRYAGAIN|READONLY|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|OOM|MISCONF|NOAUTH|WRONGPASS|NOPERM)\b/u;

/** What was thrown, in a few words. */
const inWords = (thrown: unknown): string => {
  if (thrown instanceof AggregateError && thrown.message === '') return inWords(thrown.errors[0]);
  if (!(thrown instanceof Error)) return String(thrown);
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return thrown.message === '' ? code || thrown.name : thrown.message;
};

/** What a Redis client threw, as a value; what the server says of the command itself counts as data. */
export const toRedisFailure = (error: unknown, redact: (text: string) => string): StoreFailure => {
  const text = inWords(error);
  const isAnswer = error instanceof Error && error.name === 'ReplyError';
  return { code: isAnswer && !passing.test(text) ? 'STORE_DATA' : 'STORE_UNAVAILABLE', message: redact(text) };
};
