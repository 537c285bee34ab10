import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Transactor } from '@portico/core';
import { accessStoreContract, taskCenterStoresContract, workflowStoreContract } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor, type Stores } from '../transactor.ts';
import { copyDatabase } from './copy-database.ts';

const backends = testBackends(process.env['PORTICO_TEST_POSTGRES_URL']);
const [embedded] = backends;
if (embedded === undefined) throw new Error('there is always PGlite');

/** A question that a store was asked. */
interface Question {
  readonly store: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

type Store = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

const asks = /^(?:find|list|page|count|events|unattended|read|summary)/u;

/** The same transactor, which notes every question that its stores are asked. */
const noting = (transactor: Transactor<Stores>, questions: Question[]): Transactor<Stores> => ({
  run: (work) => transactor.run((stores) => work(watched(stores, questions))),
});

const watched = (stores: Stores, questions: Question[]): Stores =>
  new Proxy(stores, {
    get: (_, store: string) =>
      new Proxy(Reflect.get(stores, store) as unknown as Store, {
        get: (target, method: string) => {
          const own = target[method];
          if (own === undefined || !asks.test(method)) return own?.bind(target);
          return (...args: readonly unknown[]) => {
            questions.push({ store, method, args });
            return own.apply(target, [...args]);
          };
        },
      }),
  });

const sorted = (items: readonly unknown[]): readonly unknown[] =>
  items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** An answer as plain data. Maps, and the events of an instance, come in no particular order. */
const plain = (answer: unknown): unknown =>
  answer instanceof Map
    ? sorted(
        [...(answer as Map<string, unknown>)].map(([key, value]) => [
          key,
          Array.isArray(value) ? sorted(value) : value,
        ]),
      )
    : answer;

const answerOf = async (transactor: Transactor<Stores>, { store, method, args }: Question): Promise<unknown> =>
  plain(
    (
      await transactor.run((stores) => {
        const asked = (stores as unknown as Readonly<Record<string, Store>>)[store];
        return asked?.[method]?.(...args) as ReturnType<Stores['workflow']['now']>;
      })
    )._unsafeUnwrap(),
  );

/** The suites that share a database, as one list. */
const suites = (transactor: Transactor<Stores>): readonly (() => Promise<void>)[] => {
  const freshTenant = async (): Promise<string> => randomUUID();
  return [
    ...taskCenterStoresContract.map(
      ({ run }) =>
        () =>
          run({ transactor, freshTenant }),
    ),
    ...workflowStoreContract.map(
      ({ run }) =>
        () =>
          run({ transactor, freshTenant, runs: 5 }),
    ),
    ...accessStoreContract.map(
      ({ run }) =>
        () =>
          run({ transactor, freshId: randomUUID }),
    ),
  ];
};

describe.each(backends)('stores over a copy from the embedded database to $name', ({ create }) => {
  let source: TestDatabase;
  let target: TestDatabase;
  beforeAll(async () => {
    source = await embedded.create();
    target = await create();
  });
  afterAll(async () => {
    await source?.dispose();
    await target?.dispose();
  });

  test('MUST answer as they did before, and keep their promises from there on', { timeout: 120_000 }, async () => {
    const original = createTransactor(source.database);
    const questions: Question[] = [];
    for (const run of suites(noting(original, questions))) await run();
    expect(new Set(questions.map(({ store }) => store)).size).toBeGreaterThan(8);
    expect(questions.length).toBeGreaterThan(150);
    (await copyDatabase(source.database, target.database))._unsafeUnwrap();

    const copied = createTransactor(target.database);
    let told = 0;
    for (const question of questions) {
      const answer = await answerOf(original, question);
      expect({ question, answer: await answerOf(copied, question) }).toEqual({ question, answer });
      if (answer !== null && JSON.stringify(answer).length > 20) told += 1;
    }
    // Most of them must have been worth asking.
    expect(told).toBeGreaterThan(80);
    for (const run of suites(copied)) await run();
  });
});
