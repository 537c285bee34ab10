import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import type { AlertSignals, LaneSignal } from './signals.ts';

const lane = (fields: Partial<LaneSignal> = {}): LaneSignal => ({
  name: 'push/jinzhi',
  trips: 0,
  credentialsRejected: false,
  waiting: 3,
  parked: 0,
  oldestDueMs: null,
  succeeded: 0,
  failed: 0,
  ...fields,
});

const none: AlertSignals = { lanes: [], sweeps: [], jobs: [] };

describe('a condition', () => {
  test.each([
    ['everything failed', { failed: 5 }, true],
    ['nearly everything failed', { failed: 4, succeeded: 1 }, true],
    ['enough went well', { failed: 3, succeeded: 1 }, false],
    ['the breaker is open', { trips: 1, succeeded: 9 }, true],
    ['the credentials are rejected', { credentialsRejected: true }, true],
    ['nothing was tried and something waits', {}, null],
    ['nothing was tried and nothing waits', { waiting: 0 }, false],
  ] as const)('MUST know whether a lane fails when %s', (_case, fields, breached) => {
    const [verdict] = judge({ kind: 'lane-failing', lanes: null }, { ...none, lanes: [lane(fields)] });
    expect(verdict).toMatchObject({ subject: 'push/jinzhi', breached });
  });

  test('MUST look at the lanes that its patterns name', () => {
    const lanes = ['push/jinzhi', 'push/test', 'webhook/portal'].map((name) => lane({ name, parked: 5 }));
    const subjects = (patterns: readonly string[] | null) =>
      judge({ kind: 'parked', lanes: patterns, above: 4 }, { ...none, lanes }).map(({ subject }) => subject);
    expect(subjects(null)).toEqual(['push/jinzhi', 'push/test', 'webhook/portal']);
    expect(subjects(['push/*', '!push/test'])).toEqual(['push/jinzhi']);
  });

  test.each([
    [{ kind: 'parked', lanes: null, above: 5 }, false],
    [{ kind: 'parked', lanes: null, above: 4 }, true],
    [{ kind: 'oldest-due', lanes: null, aboveMs: 60_000 }, false],
    [{ kind: 'oldest-due', lanes: null, aboveMs: 59_999 }, true],
  ] as const)('MUST be so above %j, and not at it', (condition, breached) => {
    const lanes = [lane({ parked: 5, oldestDueMs: 60_000 })];
    expect(judge(condition, { ...none, lanes })[0]).toMatchObject({ breached });
  });

  test('MUST look at each level of a platform’s sweeps', () => {
    const sweeps = [
      { platform: 'jinzhi', level: 1, found: 0 },
      { platform: 'jinzhi', level: 2, found: 7 },
      { platform: 'weaver', level: 1, found: 9 },
    ];
    expect(judge({ kind: 'sweep-found', platforms: ['jinzhi'], above: 6 }, { ...none, sweeps })).toMatchObject([
      { subject: 'sweep/jinzhi/1', breached: false, value: 0 },
      { subject: 'sweep/jinzhi/2', breached: true, value: 7 },
    ]);
  });

  test('MUST know failed and silent jobs', () => {
    const jobs = [
      { kind: 'repush', subject: null, failure: 'the filter is gone', silent: false },
      { kind: 'poll', subject: 'oa', failure: null, silent: true },
    ];
    expect(judge({ kind: 'job-failed', jobs: null }, { ...none, jobs })).toMatchObject([
      { subject: 'job/repush', breached: true, words: 'the filter is gone' },
      { subject: 'job/poll/oa', breached: false },
    ]);
    expect(judge({ kind: 'job-silent', jobs: ['poll'] }, { ...none, jobs })).toMatchObject([
      { subject: 'job/poll/oa', breached: true },
    ]);
  });
});
