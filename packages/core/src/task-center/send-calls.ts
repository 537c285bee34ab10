import type { AttemptContext } from '../work/handler.ts';
import type { Outcome } from '../work/outcome.ts';
import type { PushAnswer, PushCall, TaskCenterPlatform } from './platform.ts';

const answer = (outcome: Outcome): PushAnswer => ({ outcome, found: 'as-sent', remoteId: null, exchanges: [] });

const noTime = answer({ kind: 'deferred', scope: 'key', forMs: 0, reason: 'no time was left to send it' });
const noAnswer = answer({ kind: 'unknown', reason: 'the platform gave no answer for it' });

const send = async (
  target: TaskCenterPlatform,
  calls: readonly PushCall[],
  context: AttemptContext,
): Promise<readonly PushAnswer[]> => {
  if (context.signal.aborted || context.remainingMs() <= 0) return calls.map(() => noTime);
  const answers = await target.push(calls, context);
  return calls.map((_, index) => answers[index] ?? noAnswer);
};

const sendChunk = async (
  target: TaskCenterPlatform,
  calls: readonly PushCall[],
  context: AttemptContext,
): Promise<readonly PushAnswer[]> => {
  const answers = await send(target, calls, context);
  if (calls.length === 1 || answers.some(({ outcome }) => outcome.kind !== 'refused')) return answers;
  // A batch that is refused as a whole may hold one bad item only.
  const singly: PushAnswer[] = [];
  for (const [index, call] of calls.entries()) {
    const [single = noAnswer] = await send(target, [call], context);
    singly.push({ ...single, exchanges: [...(answers[index]?.exchanges ?? []), ...single.exchanges] });
  }
  return singly;
};

/** Sends calls of one operation in requests of at most the platform's batch; one answer each, in order. */
export const sendCalls = async (
  target: TaskCenterPlatform,
  calls: readonly PushCall[],
  context: AttemptContext,
): Promise<readonly PushAnswer[]> => {
  const size = Math.max(1, target.capabilities.maxBatch);
  const chunks = Array.from({ length: Math.ceil(calls.length / size) }, (_, index) =>
    calls.slice(index * size, (index + 1) * size),
  );
  return (await Promise.all(chunks.map((chunk) => sendChunk(target, chunk, context)))).flat();
};
