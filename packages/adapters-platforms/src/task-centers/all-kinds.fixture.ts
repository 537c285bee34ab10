import { createApplication } from '@portico/core';
import type { Clock, Application } from '@portico/core';
import { createMemoryPorts } from '@portico/core/memory';
import type { MemoryPorts } from '@portico/core/memory';
import { defaultRules, desiredMirror, fullContent, mirrorKey, mirrorRefsOf, routeFor } from '@portico/core/task-center';
import type {
  Mirror,
  MirrorContent,
  MirrorUnit,
  PlatformKind,
  PushCall,
  TaskCenterPlatform,
} from '@portico/core/task-center';
import { createWorkflowSchemas, receiveEvents } from '@portico/core/workflow';
import type { InstanceState } from '@portico/core/workflow';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxNames, startSandboxes } from '../sandboxes/index.ts';
import type { Faults, SandboxName, SandboxTodo } from '../sandboxes/index.ts';
import { initiator, people } from './engine-history.fixture.ts';
import type { OutsideEvent } from './engine-history.fixture.ts';
import { createMemoryTokens } from './platform-bed.fixture.ts';
import { taskCenterKinds } from './task-center-kinds.ts';

const tenant = 'default';
const timezone = 'Asia/Shanghai';
/** Where platforms with ids of their own look people up. */
const personSpace = 'everybody';

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timer: (after, run) => {
    const timer = setTimeout(run, after);
    return () => clearTimeout(timer);
  },
};

export interface LoggedRequest {
  readonly operation: string;
  readonly id: string;
  readonly effect: string;
  readonly answered: string;
}

/** One kind of platform, connected to its sandbox. */
export interface ConnectedKind {
  readonly name: SandboxName;
  readonly platform: TaskCenterPlatform;
  /** What one to-do there stands for: the finest unit that it keeps. */
  readonly unit: MirrorUnit;
  setFaults(faults: Partial<Faults>): Promise<void>;
  requests(): Promise<readonly LoggedRequest[]>;
  /** What people see there that they should not, and the other way round. */
  differences(): Promise<readonly string[]>;
  mirrors(): Promise<readonly Mirror[]>;
  /** The call by which somebody beside the hub does something to an object. */
  callBehindItsBack(mirror: Mirror, operation: PushCall['operation']): Promise<PushCall>;
}

/** An application over the memory stores, with a platform of every kind at its own sandbox. */
export interface AllKinds {
  readonly application: Application;
  readonly kinds: readonly ConnectedKind[];
  record(events: readonly OutsideEvent[]): Promise<number>;
  /** Resolves once nothing is due or under way any more; throws what is left after `boundMs`. */
  quiet(boundMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Kinds whose platforms show no urgency. */
const withoutUrgency: ReadonlySet<string> = new Set(['seeyon-cip', 'tongji-open', 'welink', 'feishu-approval']);

/** Kinds whose call that completes carries nothing else, as their pages say: what changed together with it is not shown. */
const completesOnly: ReadonlySet<string> = new Set(['welink']);

const lineOf = (name: string, { assignee, title, urgency, state, links }: Omit<SandboxTodo, 'id'>): string => {
  const known = !(completesOnly.has(name) && state === 'done');
  return [
    assignee,
    state,
    links.pc,
    ...(known ? [title] : []),
    ...(known && !withoutUrgency.has(name) ? [urgency] : []),
  ].join(' | ');
};

const differ = (expected: readonly string[], found: readonly string[]): readonly string[] => {
  const left = new Map<string, number>();
  for (const line of expected) left.set(line, (left.get(line) ?? 0) + 1);
  for (const line of found) left.set(line, (left.get(line) ?? 0) - 1);
  return [...left].flatMap(([line, count]) =>
    count === 0 ? [] : [count > 0 ? `does not show: ${line}` : `shows ${-count} too many: ${line}`],
  );
};

const ask = async <T>(url: string, init?: RequestInit): Promise<T> => {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};

const finestFirst: readonly MirrorUnit[] = ['assignee', 'task', 'instance'];

const settingsOf = (
  kind: PlatformKind,
  given: Readonly<Record<string, string>>,
): { readonly settings: Record<string, unknown>; readonly secrets: Record<string, string> } => {
  const secret = new Set(kind.configFields.filter(({ type }) => type === 'secret').map(({ name }) => name));
  const entries = Object.entries(given).filter(([name]) => name !== 'baseUrl');
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !secret.has(name))),
    secrets: Object.fromEntries(entries.filter(([name]) => secret.has(name))),
  };
};

const instancesOf = async ({ transactor }: MemoryPorts): Promise<readonly InstanceState[]> =>
  (
    await transactor.run(({ workflow }) =>
      workflow.pageInstances(tenant, { processId: null, status: null }, null, 1_000),
    )
  )._unsafeUnwrap();

/** The same content, finished by everybody. */
const asDone = (content: MirrorContent): MirrorContent => ({
  ...content,
  state: 'done',
  tasks: content.tasks.map((task) => ({
    ...task,
    status: 'completed',
    handlers: task.handlers.map((handler) => ({ ...handler, state: 'done' })),
  })),
});

const everybody = new Map([initiator, ...people].map(({ id }) => [id, id]));

/** All kinds, or some with further settings. */
export const openAllKinds = async (
  only?: readonly SandboxName[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<AllKinds> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-all-kinds-'));
  const names = only ?? sandboxNames;
  const sandboxes = await startSandboxes({ port: 0, dataDir, kinds: names, hangMs: 200, seed: 20_261_122 });
  const known = taskCenterKinds();
  const ports = createMemoryPorts(clock);
  const application = createApplication({ ...ports, clock, kinds: known, timezone });
  const { taskCenter } = application;

  const connect = async (name: SandboxName): Promise<ConnectedKind> => {
    const kind = known.find((candidate) => candidate.kind === name);
    if (kind === undefined) throw new Error(`there is no kind ${name}`);
    const baseUrl = sandboxes.baseUrl(name);
    const { settings: given, secrets } = settingsOf(kind, sandboxes.credentials(name));
    const settings = { ...given, ...more };
    const platform = kind
      .open({
        tenant,
        code: name,
        baseUrl,
        settings,
        secrets,
        profile: null,
        timezone,
        tokens: createMemoryTokens(),
      })
      ._unsafeUnwrap();
    const mapped = platform.capabilities.people === 'mapped';
    const created = await taskCenter.createPlatform(tenant, {
      code: name,
      kind: name,
      baseUrl,
      settings: { ...settings, ...(mapped ? { personSpace } : {}) },
      secrets,
      retry: { count: null, intervalSeconds: [1], maxAgeSeconds: 86_400 },
      timeoutMs: 5_000,
      showFinished: true,
      ...(platform.capabilities.maxBatch > 1 ? { batchSize: 3 } : {}),
    });
    if (created.isErr()) throw new Error(`${name}: ${JSON.stringify(created.error)}`);
    const unit = finestFirst.find((candidate) => platform.capabilities.units.includes(candidate)) ?? 'assignee';
    const route = routeFor(defaultRules, name);
    return {
      name,
      platform,
      unit,
      setFaults: async (faults) => {
        await ask(`${baseUrl}/_sandbox/faults`, { method: 'PUT', body: JSON.stringify(faults) });
      },
      requests: async () =>
        (await ask<{ requests: readonly LoggedRequest[] }>(`${baseUrl}/_sandbox/requests`)).requests,
      differences: async () => {
        const expected: string[] = [];
        for (const instance of await instancesOf(ports)) {
          for (const ref of mirrorRefsOf(instance, [unit])) {
            const desired = desiredMirror(instance, ref, route);
            if (desired.state === 'absent') continue;
            for (const { subject: title, urgency, links, handlers } of desired.content.tasks)
              for (const { person, state } of handlers)
                expected.push(lineOf(name, { assignee: person.id, title, urgency, state, links }));
          }
        }
        const { todos } = await ask<{ todos: readonly SandboxTodo[] }>(`${baseUrl}/_sandbox/todos`);
        return differ(
          expected,
          todos.map((todo) => lineOf(name, todo)),
        );
      },
      mirrors: async () =>
        (await ports.transactor.run(({ mirrors }) => mirrors.page(tenant, name, null, null, 1_000)))
          ._unsafeUnwrap()
          .filter(({ ref }) => ref.unit === unit),
      callBehindItsBack: async (mirror, operation) => {
        const instance = (await instancesOf(ports)).find(({ id }) => id === mirror.ref.instanceId);
        if (instance === undefined) throw new Error(`${mirror.key} has no instance`);
        const desired = desiredMirror(instance, mirror.ref, route);
        const content = desired.state === 'absent' ? fullContent(instance, mirror.ref) : desired.content;
        return {
          operation,
          key: mirrorKey(mirror.ref),
          ref: mirror.ref,
          content: operation === 'complete' ? asDone(content) : content,
          version: mirror.desiredVersion,
          remoteId: mirror.acknowledged.remoteId,
          parentRemoteId: null,
          people: mapped ? everybody : new Map(),
          first: false,
        };
      },
    };
  };

  const kinds: ConnectedKind[] = [];
  for (const name of names) kinds.push(await connect(name));
  if (kinds.some(({ platform }) => platform.capabilities.people === 'mapped'))
    (
      await taskCenter.personMappings.put(
        tenant,
        personSpace,
        [...everybody].map(([personId, remoteId]) => ({ personId, remoteId })),
        'api',
      )
    )._unsafeUnwrap();
  const worker = application.createWorker();
  (await worker.start())._unsafeUnwrap();
  const schemas = createWorkflowSchemas(timezone);

  const left = async (): Promise<readonly string[]> => {
    const lanes = (await ports.transactor.run((stores) => stores.lanes.list(tenant)))._unsafeUnwrap();
    const depths = (await ports.transactor.run(({ work }) => work.depths(lanes.map(({ id }) => id))))._unsafeUnwrap();
    return depths.flatMap((depth) => {
      const lane = lanes.find(({ id }) => id === depth.lane);
      return depth.due + depth.scheduled + depth.claimed === 0 ? [] : [`${lane?.name}: ${JSON.stringify(depth)}`];
    });
  };

  return {
    application,
    kinds,
    record: async (events) =>
      (await receiveEvents(application.workflow, schemas, tenant, events))._unsafeUnwrap().accepted,
    quiet: async (boundMs) => {
      const deadline = performance.now() + boundMs;
      // Twice: a settlement may schedule something in between.
      for (let calm = 0; calm < 2;) {
        const remaining = await left();
        calm = remaining.length === 0 ? calm + 1 : 0;
        if (performance.now() > deadline) throw new Error(`still at work: ${remaining.join('; ')}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    close: async () => {
      await worker.stop(5_000);
      await sandboxes.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
