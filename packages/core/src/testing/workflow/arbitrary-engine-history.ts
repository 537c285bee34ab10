import * as fc from 'fast-check';
import type { Instant } from '../../ports/instant.ts';
import type { EngineEvent, EventAction, InstanceReport, Person, TaskReport, Urgency } from '../../workflow/model.ts';

/** What histories are made of. */
export interface HistoryOptions {
  /** The first second of the history; nothing happens more than `seconds` later. */
  readonly base?: Instant;
  readonly seconds?: number;
  readonly instances?: number;
  readonly tasksPerInstance?: number;
  readonly minEvents?: number;
  readonly maxEvents?: number;
  /** Whether desired state is among the events. */
  readonly assertions?: boolean;
  /** How often instances are deleted, next to 20 for a receive. */
  readonly deletions?: number;
}

const pool: readonly Person[] = ['T001', 'T002', 'T003', 'T004'].map((id, index) => ({
  id,
  name: `${'李王赵钱'.charAt(index)}老师`,
  department: index % 2 === 0 ? '计算机学院' : null,
}));

/** The people that histories assign. */
export const arbitraryPerson = (): fc.Arbitrary<Person> => fc.constantFrom(...pool);

const arbitraryPeople = (): fc.Arbitrary<readonly Person[]> => fc.subarray([...pool], { minLength: 1, maxLength: 3 });

const withTask: ReadonlySet<EngineEvent['action']> = new Set([
  'receive',
  'reassign',
  'urge',
  'complete',
  'revert',
  'assert',
]);
const setsAssignees: ReadonlySet<EngineEvent['action']> = new Set(['receive', 'reassign', 'revert']);
const urgencies: readonly Urgency[] = ['low', 'normal', 'urgent', 'critical'];

/** An event before it has an id: ids are given out by place, so that no two are the same. */
type Draft = Omit<EngineEvent, 'eventId'>;

const arbitraryAction = (options: HistoryOptions): fc.Arbitrary<EngineEvent['action']> => {
  const weights: readonly (readonly [EventAction, number])[] = [
    ['start', 6],
    ['receive', 20],
    ['reassign', 10],
    ['urge', 6],
    ['complete', 14],
    ['revert', 6],
    ['end', 3],
    ['terminate', 2],
    ['delete', options.deletions ?? 1],
  ];
  const entries = [...weights, ['assert', options.assertions === true ? 8 : 0] as const];
  return fc.oneof(...entries.map(([action, weight]) => ({ weight, arbitrary: fc.constant(action) })));
};

const arbitraryInstance = (id: string, action: EngineEvent['action'], base: Instant): fc.Arbitrary<InstanceReport> => {
  const brief = action === 'end' || action === 'terminate' || action === 'delete';
  const status =
    action === 'end' ? fc.constantFrom('completed' as const, 'rejected' as const, null) : fc.constant(null);
  const full = fc.record({
    id: fc.constant(id),
    processId: fc.constant('leave'),
    processName: fc.constant('请假审批'),
    processVersion: fc.constant(null),
    category: fc.constantFrom('approval', null),
    subject: fc.constantFrom('张三的请假申请', '张三的请假申请（改）'),
    status: fc.oneof(
      { weight: 5, arbitrary: fc.constant(null) },
      { weight: 2, arbitrary: fc.constant('running' as const) },
    ),
    initiator: fc.constantFrom({ id: '20210001', name: '张三', department: '计算机学院' }, null),
    startedAt: fc.constantFrom(base, null),
    endedAt: fc.constant(null),
  });
  return brief
    ? status.map((told) => ({
        id,
        processId: null,
        processName: null,
        processVersion: null,
        category: null,
        subject: null,
        status: told,
        initiator: null,
        startedAt: null,
        endedAt: null,
      }))
    : full;
};

const arbitraryTask = (
  id: string,
  all: boolean,
  action: EngineEvent['action'],
  base: Instant,
): fc.Arbitrary<TaskReport> =>
  fc.record({
    id: fc.constant(id),
    nodeId: fc.constantFrom('n2', 'n3'),
    nodeName: fc.constant('辅导员审批'),
    subject: fc.constantFrom('张三的请假申请', '请尽快审批'),
    sceneCode: fc.constantFrom('leave', null),
    taskType: fc.constant('approval'),
    urgency: fc.constantFrom(...urgencies),
    completion: fc.constant(all ? ('all' as const) : ('any' as const)),
    assignees: setsAssignees.has(action) ? arbitraryPeople() : fc.option(arbitraryPeople(), { freq: 4 }),
    links: fc.constant({ pc: `https://oa.example.edu/t/${id}`, mobile: null }),
    createdAt: fc.constant(base),
    dueAt: fc.constant(null),
  });

const arbitraryDraft = (options: HistoryOptions): fc.Arbitrary<Draft> => {
  const base = options.base ?? 1_763_683_200_000;
  return fc
    .tuple(
      arbitraryAction(options),
      fc.integer({ min: 1, max: options.instances ?? 3 }),
      fc.integer({ min: 1, max: options.tasksPerInstance ?? 3 }),
    )
    .chain(([action, instance, task]): fc.Arbitrary<Draft> => {
      const instanceId = `S-${instance}`;
      const completes = action === 'complete';
      return fc.record({
        source: fc.constantFrom('engine', 'engine', 'portal'),
        action: fc.constant(action),
        occurredAt: fc.integer({ min: 0, max: options.seconds ?? 12 }).map((second) => base + second * 1000),
        sequence: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 }),
        instance: arbitraryInstance(instanceId, action, base),
        task: withTask.has(action)
          ? arbitraryTask(`${instanceId}-T${task}`, task % 2 === 0, action, base)
          : fc.constant(null),
        actor: completes ? fc.option(arbitraryPerson(), { freq: 3 }) : fc.constant(null),
        result: completes ? fc.constantFrom('同意', '不同意', null) : fc.constant(null),
        assertion:
          action === 'assert'
            ? fc.record({
                status: fc.constantFrom('initialized' as const, 'completed' as const, 'aborted' as const),
                done: fc.subarray(
                  pool.map(({ id }) => id),
                  { maxLength: 2 },
                ),
              })
            : fc.constant(null),
      });
    });
};

/**
 * What engines may report of some instances: all nine actions, people from a small pool, many events in the same second, some
 * with a sequence and some without. The events are distinct and in no particular order.
 */
export const arbitraryEngineHistory = (options: HistoryOptions = {}): fc.Arbitrary<readonly EngineEvent[]> =>
  fc
    .array(arbitraryDraft(options), { minLength: options.minEvents ?? 1, maxLength: options.maxEvents ?? 30 })
    .map((drafts) => drafts.map((draft, index) => ({ ...draft, eventId: `evt-${index + 1}` })));

/** The same events as they may arrive: in another order, some of them more than once, cut into batches. */
export const arbitraryArrival = (events: readonly EngineEvent[]): fc.Arbitrary<readonly (readonly EngineEvent[])[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...events], { minLength: events.length }),
      fc.subarray([...events]),
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 6 }),
    )
    .chain(([all, again, sizes]) =>
      fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }).map((arriving) => {
        const batches: EngineEvent[][] = [];
        for (let from = 0, turn = 0; from < arriving.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          batches.push(arriving.slice(from, from + size));
          from += size;
        }
        return batches;
      }),
    );
