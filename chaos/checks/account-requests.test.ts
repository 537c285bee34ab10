import { describe, expect, test } from 'vitest';
import type { WireEntry } from '../sandboxes/wire-entry.ts';
import { accountRequests } from './account-requests.ts';
import type { LedgerAttempt } from './ledger.ts';
import { sampleAttempt, sampleExchange } from './sample-attempt.ts';

const address = 'http://127.0.0.1:9/tongyidaiban/unified-todo/v1/tasks/create';
const create = JSON.stringify({ sourceId: 'T-1', title: '请假' });
const seen = (part: Partial<WireEntry> = {}): WireEntry => ({
  at: 10_002,
  platform: 'tongyidaiban',
  path: '/tongyidaiban/unified-todo/v1/tasks/create',
  body: create,
  status: 200,
  told: [],
  ...part,
});
const logged = (part: Partial<LedgerAttempt> = {}): LedgerAttempt =>
  sampleAttempt({ exchanges: [sampleExchange(address, create)], ...part });
const interrupted = (part: Partial<LedgerAttempt> = {}): LedgerAttempt =>
  sampleAttempt({ outcome: 'interrupted', durationMs: 20_000, takenOverAt: 30_000, ...part });
const account = (wire: readonly WireEntry[], attempts: readonly LedgerAttempt[]) =>
  accountRequests(wire, attempts, 4_000);

describe('the accounts of requests', () => {
  test('MUST tie a request to what the log says was sent', () => {
    expect(account([seen()], [logged()])).toEqual({
      seen: 1,
      logged: 1,
      interrupted: 0,
      unaccounted: [],
      invented: [],
      late: [],
    });
  });

  test('MUST take a request of a lost worker for that of its interrupted attempt', () => {
    expect(account([seen()], [interrupted()])).toMatchObject({ interrupted: 1, unaccounted: [] });
  });

  test.each<[string, readonly WireEntry[], readonly LedgerAttempt[]]>([
    ['that nobody logged', [seen()], []],
    ['that was sent twice and logged once', [seen(), seen({ at: 10_030 })], [logged()]],
    ['that says something else than the log', [seen({ body: `${create} ` })], [logged()]],
    ['of another object than the interrupted one', [seen()], [interrupted({ key: 'task:S-1:T-2' })]],
    ['that left before its attempt began', [seen({ at: 9_000 })], [interrupted()]],
    ['that left after its attempt’s time was over', [seen({ at: 16_000 })], [interrupted()]],
    ['for a token that nobody logged', [seen({ path: '/tongyidaiban/unified-todo/v1/token', body: '{}' })], [logged()]],
  ])('MUST find a request %s', (_which, wire, attempts) => {
    expect(account(wire, attempts).unaccounted).toHaveLength(1);
  });

  test('MUST take a request for a token from the log of a later attempt too', () => {
    const path = '/tongyidaiban/unified-todo/v1/token';
    const exchanges = [sampleExchange(`http://127.0.0.1:9${path}`, '***', { response: null })];
    const later = sampleAttempt({ claimedAt: 20_000, exchanges });
    expect(account([seen({ path, body: '{}' })], [later])).toMatchObject({ logged: 1, unaccounted: [] });
  });

  test('MUST find an answer that nobody gave', () => {
    expect(account([], [logged()]).invented).toHaveLength(1);
    const unanswered = sampleExchange(address, create, { response: null });
    expect(account([], [sampleAttempt({ exchanges: [unanswered] })]).invented).toEqual([]);
  });

  test('MUST find a request that left after its claim was taken over', () => {
    const zombie = logged({ durationMs: 30_000, takenOverAt: 30_000 });
    expect(account([seen({ at: 35_000 })], [zombie]).late).toHaveLength(1);
    expect(account([seen()], [zombie]).late).toEqual([]);
  });

  test('MUST tell parts of a batch apart', () => {
    const task = (id: string) => ({ task_id: id, subject: 'x', end_on: null });
    const path = '/jinzhi/taskcenterapp/sys/taskCenter/taskReceive/pushTask.do';
    const body = new URLSearchParams({
      appId: 'a',
      taskInfo: JSON.stringify({ inserttasks: [task('T-1_P1'), task('T-1_P2')] }),
    }).toString();
    const wire = [seen({ platform: 'jinzhi', path, body })];
    const part = (claim: number, person: string): LedgerAttempt => {
      const item = `(${claim} of 2 in one request) ${JSON.stringify({ subject: 'x', task_id: `T-1_${person}` })}`;
      const exchanges = [sampleExchange(`http://127.0.0.1:9${path}`, item)];
      return sampleAttempt({ claim, platform: 'jinzhi', key: `assignee:S-1:T-1:${person}`, exchanges });
    };
    expect(account(wire, [part(1, 'P1'), part(2, 'P2')])).toMatchObject({ seen: 2, logged: 2, unaccounted: [] });
    expect(account(wire, [part(1, 'P1')]).unaccounted).toHaveLength(1);
    const lost = interrupted({ claim: 2, platform: 'jinzhi', key: 'assignee:S-1:T-1:P2' });
    expect(account(wire, [part(1, 'P1'), lost])).toMatchObject({ logged: 1, interrupted: 1, unaccounted: [] });
  });

  test('MUST know an object by the vendor’s own id once an answer told it', () => {
    const id = '0123456789abcdef01234567';
    const second = interrupted({ claim: 2, claimedAt: 12_000 });
    const path = '/tongyidaiban/unified-todo/v1/tasks/delete';
    const removal = seen({ at: 12_010, path, body: JSON.stringify({ taskId: id }) });
    const wire = [seen({ told: [id] }), removal];
    expect(account(wire, [logged(), second])).toMatchObject({ logged: 1, interrupted: 1, unaccounted: [] });
    expect(account([removal], [second]).unaccounted).toHaveLength(1);
  });
});
