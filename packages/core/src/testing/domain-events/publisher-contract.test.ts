import { describe, expect, test } from 'vitest';
import type { DomainEventPublisher } from '../../domain-events/ports.ts';
import type { Clock } from '../../ports/clock.ts';
import { createFakeClock } from '../fake-clock.ts';
import { createFakePublisher, type FakePublisher } from './fake-publisher.ts';
import { publisherContract, type PublisherSubject } from './publisher-contract.ts';
import { publisherMutants } from './publisher-mutants.ts';

declare const setImmediate: (run: () => void) => void;

type Open = (publisher: FakePublisher, clock: Pick<Clock, 'timer'>) => DomainEventPublisher;

const openSubject = (open: Open): PublisherSubject => {
  const clock = createFakeClock(() => new Promise((done) => setImmediate(() => done())));
  const fake = createFakePublisher(clock);
  let made = 0;
  let heard = 0;
  return {
    publisher: open(fake, clock),
    heard: async () => {
      const news = fake.heard.slice(heard);
      heard = fake.heard.length;
      return news;
    },
    silence: async (isSilent) => void (fake.fault = () => (isSilent ? 'hang' : 'none')),
    within: async (ms, promise) => {
      let settled = false;
      const end = promise.then(
        () => void (settled = true),
        () => void (settled = true),
      );
      if (!(await clock.until(() => settled, ms))) return null;
      await end;
      return promise;
    },
    freshId: () => `event-${(made += 1)}`,
    runs: 30,
  };
};

describe('The publisher in memory', () => {
  test.each(publisherContract)('$name', async ({ run }) => {
    await expect(run(openSubject((publisher) => publisher))).resolves.toBeUndefined();
  });
});

describe('The contract of publishers', () => {
  test.each(publisherMutants)('MUST catch a publisher that $name', async ({ around }) => {
    const broken: string[] = [];
    for (const { name, run } of publisherContract) {
      if (broken.length === 0) await run(openSubject(around)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
