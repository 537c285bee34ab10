import type { AttentionItem, FailedObject, FailureGroup, TaskCenter, TodoWithMarks } from '@portico/core/task-center';
import type { Attempt, AttemptOutcome } from '@portico/core/work';
import { answer, refuse, sampleExchange, sampleNow } from './sample-data.ts';

const attempt = (claim: number, outcome: AttemptOutcome, reason: string, change: Partial<Attempt> = {}): Attempt => ({
  claim,
  lane: 2,
  key: `assignee:S-${claim}:T-${claim}:T001`,
  session: 1,
  claimedAt: sampleNow - claim * 61_000,
  outcome,
  reason,
  operation: 'create',
  version: 1,
  durationMs: 5_012,
  exchanges: [],
  ...change,
});

const lost = attempt(3, 'unknown', 'no answer within 10 s', {
  exchanges: [sampleExchange({ response: null, error: 'connection reset', durationMs: 5_012 })],
});
const undecidable = 'sent once; whether it is there, this platform cannot be asked';

/** Failures by their causes, hostile words among them, and what somebody should look at. */
export const createFakeFailures = (
  todos: readonly TodoWithMarks[],
  calls: (readonly unknown[])[],
): Pick<TaskCenter, 'attention' | 'listFailures' | 'listFailed' | 'decideFailures'> => {
  const objectOf = (index: number, attempts: readonly Attempt[]): FailedObject => ({
    key: `assignee:S-${index}:T-${index}:T001`,
    ref: { unit: 'assignee', instanceId: `S-${index}`, taskId: `T-${index}`, assigneeId: 'T001' },
    todos: todos.slice(index, index + 1).map(({ todo }) => todo),
    todoCount: todos.length > index ? 1 : 0,
    attempts,
  });
  const group = (
    platform: string,
    standing: FailureGroup['standing'],
    cause: string,
    count: number,
    words: string,
    attempts: readonly Attempt[],
  ): FailureGroup => ({
    platform,
    standing,
    cause,
    count,
    uncertain: standing === 'undecidable' ? count : 0,
    oldest: sampleNow - 7_200_000,
    newest: sampleNow - 42_000,
    words,
    sample: objectOf(count % 20, attempts),
  });
  const groups = (): readonly FailureGroup[] =>
    todos.length === 0
      ? []
      : [
          group('weaver-ofs', 'failing', '服务繁忙，请稍后再试 (503)', 208, '服务繁忙，请稍后再试 (503)', [
            attempt(1, 'failed', '服务繁忙，请稍后再试 (503)'),
          ]),
          group('tongyidaiban', 'exhausted', 'connect ECONNREFUSED #', 61, 'connect ECONNREFUSED 127.0.0.1:3100', []),
          group(
            'weaver-ofs',
            'refused',
            '<script>alert(1)</script> 参数错误：receiver：#',
            4,
            '<script>alert(1)</script> 参数错误：receiver：T00991',
            [attempt(2, 'refused', '参数错误：receiver：T00991')],
          ),
          group('jinzhi', 'undecidable', undecidable, 2, undecidable, [attempt(4, 'undecidable', undecidable), lost]),
          group('ability-center', 'poison', '', 1, '', []),
        ];
  const find = (platform: string, standing: string, cause: string): FailureGroup | undefined =>
    groups().find((one) => one.platform === platform && one.standing === standing && one.cause === cause);
  const items: readonly AttentionItem[] = [
    {
      kind: 'credentials',
      platform: 'tongyidaiban',
      lane: 'push/tongyidaiban',
      until: sampleNow + 40_000,
      waiting: 243,
    },
    { kind: 'undecidable', platform: 'jinzhi', count: 2, causes: 1, cause: undecidable, oldest: sampleNow - 7_200_000 },
    { kind: 'refused', platform: 'weaver-ofs', count: 4, causes: 3, cause: '参数错误：receiver：#', oldest: null },
    { kind: 'job-silent', job: 'repush', id: 'job-2', subject: null, failure: null, at: sampleNow - 600_000 },
    { kind: 'sweep-failed', platform: 'jinzhi', id: 'sweep-1', failure: 'ECONNREFUSED', at: sampleNow - 60_000 },
    { kind: 'paused', platform: 'ability-center', lane: 'push/ability-center', until: null, waiting: 2 },
    { kind: 'failing', platform: 'weaver-ofs', count: 208, causes: 1, cause: '服务繁忙 (503)', oldest: sampleNow },
  ];
  return {
    attention: () => answer(todos.length === 0 ? [] : items),
    listFailures: () => answer(groups()),
    listFailed: (_tenant, { platform, standing, cause }, cursor) => {
      if (cursor !== null && cursor !== 'next')
        return refuse({ code: 'INVALID' as const, pointer: '/cursor', message: 'is none of ours' });
      if (!['jinzhi', 'weaver-ofs', 'tongyidaiban', 'ability-center'].includes(platform))
        return refuse({ code: 'NOT_FOUND' as const, message: 'no such platform' });
      const found = find(platform, standing, cause);
      if (found === undefined) return answer({ items: [], nextCursor: null });
      return answer({
        items: [found.sample, objectOf(99, found.sample.attempts)],
        nextCursor: cursor === null && found.count > 25 ? 'next' : null,
      });
    },
    decideFailures: (_tenant, { platform, standing, cause }, decision, { trial, cursor }, by) => {
      if (platform === 'ability-center') return refuse({ code: 'NOT_FOUND' as const, message: 'it is disabled' });
      const matched = find(platform, standing, cause)?.count ?? 0;
      if (!trial) calls.push(['decide-group', platform, standing, cause, decision, cursor, by]);
      return answer({
        matched,
        decided: trial ? 0 : Math.min(200, matched),
        skipped: 0,
        nextCursor: !trial && cursor === null && matched > 200 ? 'next' : null,
      });
    },
  };
};
