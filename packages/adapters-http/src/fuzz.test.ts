import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createApiUnderTest } from './testing/api-under-test.ts';
import { sampleEventBody, samplePlatformBody, sampleTaskBody } from './testing/sample-bodies.ts';

/** Bodies that almost fit: a good one with something else somewhere in it. */
const spoiled = (good: unknown): fc.Arbitrary<unknown> =>
  fc.tuple(fc.jsonValue({ maxDepth: 3 }), fc.array(fc.nat(20), { maxLength: 4 })).map(([bad, path]) => {
    const copy: unknown = structuredClone(good);
    let place = copy as Record<string, unknown>;
    for (const [step, choice] of path.entries()) {
      const names = Object.keys(place);
      const name = names[choice % Math.max(1, names.length)];
      if (name === undefined) break;
      const inner = place[name];
      if (step === path.length - 1 || typeof inner !== 'object' || inner === null) {
        place[name] = bad;
        break;
      }
      place = inner as Record<string, unknown>;
    }
    return copy;
  });

const event = sampleEventBody();
const body = fc.oneof(
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify({ eventId: text, [text]: text })),
  fc.string({ maxLength: 200 }),
  ...[
    event,
    { events: [event, event] },
    { instance: event['instance'], task: sampleTaskBody() },
    {
      occurredAt: event['occurredAt'],
      scope: { processId: 'leave' },
      tasks: [{ instance: event['instance'], task: sampleTaskBody() }],
    },
    samplePlatformBody({
      retry: { count: 1, intervalSeconds: [1], maxAgeSeconds: 60 },
      rate: { perSecond: 1, burst: 1 },
    }),
    { rules: [{ name: 'x', effect: 'push', match: { categories: ['a'] } }] },
    { name: 'x', scopes: ['admin'], expiresAt: '2027-01-01T00:00' },
    { decision: 'agree', platform: 'jinzhi' },
  ].map((good) => spoiled(good).map((value) => JSON.stringify(value))),
);

test('MUST answer anything at all with less than 500', async () => {
  const { app, document, adminKey, errors } = await createApiUnderTest({
    options: { requests: { perSecond: 1e9, burst: 1e9 } },
  });
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => ({ method: method.toUpperCase(), path })),
  );
  const downloads = new Set(['GET /api/v1/task-center/person-mappings/{space}/export']);
  const segment = fc.oneof(
    fc.constantFrom('S-1', 'T-1', 'T-1:T001', 'jinzhi', 'push', '%00', '%E0%A4%A', '%ED%A0%80', '..%2f', '~0:~1'),
    fc.string({ maxLength: 20 }).map(encodeURIComponent),
  );
  const query = fc.oneof(
    fc.constant(''),
    fc
      .dictionary(
        fc.constantFrom('limit', 'cursor', 'state', 'q', 'from', 'sync', '__proto__', 'x'),
        fc.string({ maxLength: 30 }),
      )
      .map((given) => `?${new URLSearchParams(given).toString()}`),
    fc.string({ maxLength: 30 }).map((text) => `?${encodeURI(text.toWellFormed())}`),
  );
  const request = fc.record({
    operation: fc.constantFrom(...operations),
    segments: fc.array(segment, { minLength: 3, maxLength: 3 }),
    query,
    body,
    headers: fc.record(
      {
        'Idempotency-Key': fc.constantFrom('a', 'b', ' '),
        'If-Match': fc.constantFrom('"1"', 'x', '*'),
        'Accept-Language': fc.constantFrom('en', 'zh', ';;q=,', '*'),
        'X-Request-Id': fc.constantFrom('ok', 'not ok'),
      },
      { requiredKeys: [] },
    ),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ operation, segments, query: search, body: text, headers }) => {
      let used = 0;
      const path = operation.path.replaceAll(/\{[^}]+\}/g, () => segments[(used += 1) - 1] ?? 'x');
      const withBody = operation.method === 'GET' ? {} : { body: text.toWellFormed() };
      const response = await app.request(`${path}${search}`, {
        method: operation.method,
        headers: { 'X-API-Key': adminKey, 'Content-Type': 'application/json', ...headers },
        ...withBody,
      });
      const answer = await response.text();
      expect(response.status, `${answer} ${String(errors.at(-1))}`).toBeLessThan(500);
      // Only what the document says to be a file is one.
      if (response.status >= 400 || (answer !== '' && !downloads.has(`${operation.method} ${operation.path}`)))
        expect(() => JSON.parse(answer)).not.toThrow();
    }),
    { numRuns: 1500 },
  );
});
