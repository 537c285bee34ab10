import type { Clock } from '@portico/core';
import type { RunningAlerts } from '@portico/core/alerts';
import type { Access, Principal, Tokens } from '@portico/core/access';
import type { EngineEvent, Workflow } from '@portico/core/workflow';
import type { Hono } from 'hono';
import type { ConsoleDependencies, ConsoleOptions, SandboxAddress } from '../console-dependencies.ts';
import { createConsole } from '../create-console.ts';
import type { ConsoleEnvironment } from '../environment.ts';
import { createSignInLinks, type SignInLinks } from '../sign-in-links.ts';
import { createAlertsUnderTest } from '../../testing/alerts-under-test.ts';
import { createJobsUnderTest, type JobsUnderTest } from '../../testing/jobs-under-test.ts';
import { createSourcesUnderTest, type SourcesUnderTest } from '../../testing/sources-under-test.ts';
import { createWebhooksUnderTest } from '../../testing/webhooks-under-test.ts';
import { createFakeTaskCenter, type FakeTaskCenter } from './fake-task-center.ts';
import { answer, refuse, sampleMark, sampleNow, sampleTodo } from './sample-data.ts';

export const adminKey = 'pk_admin';
export const readerKey = 'pk_reader';

const admin: Principal = { tenant: 'default', name: 'first key', keyId: 'k1', scopes: ['admin'] };
const reader: Principal = { tenant: 'default', name: 'reader', keyId: 'k2', scopes: ['todos:read', 'platforms:read'] };

const fakeTokens: Tokens = {
  issue: (principal) => answer(Buffer.from(JSON.stringify(principal)).toString('base64url')),
  verify: (token) => answer(JSON.parse(Buffer.from(token, 'base64url').toString()) as Principal),
};

const fakeAccess: Partial<Access> = {
  authenticateKey: (secret) =>
    secret === adminKey
      ? answer(admin)
      : secret === readerKey
        ? answer(reader)
        : refuse({ code: 'UNAUTHENTICATED', message: 'unknown key' }),
  authenticateToken: (token) => {
    try {
      return answer(JSON.parse(Buffer.from(token, 'base64url').toString()) as Principal);
    } catch {
      return refuse({ code: 'UNAUTHENTICATED', message: 'no token of ours' });
    }
  },
};

export interface ConsoleBed extends FakeTaskCenter {
  /** Real jobs, which nobody works on. */
  readonly world: JobsUnderTest;
  /** Real sources over an engine of literals; nobody asks it but whoever tries it. */
  readonly asked: SourcesUnderTest;
  /** Real alerts: 30 are parked at jinzhi, and a job failed. Nothing fires before `watch`. */
  readonly alerts: RunningAlerts;
  readonly app: Hono<ConsoleEnvironment>;
  readonly signIn: SignInLinks;
  readonly admin: Principal;
  /** What was sent by "send a sample event". */
  readonly events: EngineEvent[];
  readonly clock: { now: number };
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** A form as a page of ours sends it. */
  post(
    path: string,
    form: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** A form with files as a page of ours sends it. */
  send(request: Request, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Signed in with this key from now on; null: not at all. */
  as(key: string | null): Promise<void>;
}

/** The console over fakes. */
export const createConsoleBed = (
  change: {
    readonly publicUrl?: () => string;
    readonly sandboxes?: readonly SandboxAddress[];
    readonly options?: Partial<ConsoleOptions>;
    readonly timezone?: string;
  } = {},
): ConsoleBed => {
  const fake = createFakeTaskCenter();
  const time = { now: sampleNow };
  const clock: Clock = {
    now: () => time.now,
    monotonic: () => time.now,
    timer: (ms, run) => {
      const timer = setTimeout(run, ms).unref();
      return () => clearTimeout(timer);
    },
  };
  let lastId = 0;
  const publicUrl = change.publicUrl ?? (() => 'http://localhost:3000');
  const signIn = createSignInLinks({ clock, publicUrl });
  const events: EngineEvent[] = [];
  const workflow: Partial<Workflow> = {
    recordEngineEvents: (_tenant, given) => {
      events.push(...given);
      const [event] = given;
      if (event?.eventId === 'reused')
        return answer({
          accepted: 0,
          duplicates: 0,
          ignored: [
            {
              index: 0,
              eventId: 'reused',
              code: 'EVENT_ID_REUSED',
              pointer: '/eventId',
              message: 'received before with other content',
            },
          ],
          todos: 0,
        });
      if (event?.task != null && event.action === 'receive') {
        const todo = sampleTodo({
          taskId: event.task.id,
          instanceId: event.instance.id,
          title: event.task.subject,
          assignee: event.task.assignees?.[0] ?? sampleTodo().assignee,
        });
        fake.todos.unshift({
          todo,
          marks: ['jinzhi', 'weaver-ofs'].map((platform) => sampleMark(platform, 'pending')),
        });
      }
      return answer({ accepted: 1, duplicates: 0, ignored: [], todos: 1 });
    },
    showTask: (_tenant, id) => {
      const sent = events.find((event) => event.task?.id === id);
      if (sent?.task == null) return refuse({ code: 'NOT_FOUND', message: 'no such task' });
      const { task, instance } = sent;
      return answer({
        instance: {
          tenant: 'default',
          id: instance.id,
          processId: 'leave',
          processName: '请假审批',
          processVersion: null,
          category: 'approval',
          subject: task.subject,
          status: 'running',
          initiator: null,
          startedAt: null,
          endedAt: null,
          deleted: false,
          lastEvent: null,
          eventCount: 1,
          version: 1,
        },
        task: {
          ...task,
          assignees: (task.assignees ?? []).map((person) => ({ person, state: 'open' as const, since: 1 })),
          status: 'initialized',
          finishedAt: null,
          result: null,
          urges: 0,
          lastUrgedAt: null,
          history: [],
        },
      });
    },
  };
  const ids = { next: () => `0192f0c1-${String((lastId += 1)).padStart(12, '0')}` };
  const world = createJobsUnderTest(clock, ids);
  const asked = createSourcesUnderTest(clock, ids);
  const alerts = createAlertsUnderTest(clock, ids);
  const dependencies: ConsoleDependencies = {
    taskCenter: fake.taskCenter,
    statistics: fake.statistics,
    jobs: world.jobs,
    sources: asked.sources,
    webhooks: createWebhooksUnderTest(clock, ids),
    alerts,
    workflow: workflow as Workflow,
    access: fakeAccess as Access,
    tokens: fakeTokens,
    clock,
    ids,
    signIn,
    publicUrl,
    timezone: change.timezone ?? 'Asia/Shanghai',
    ...(change.sandboxes === undefined ? {} : { sandboxes: change.sandboxes }),
    options: {
      onDefect: (error) => {
        throw error;
      },
      ...change.options,
    },
  };
  const app = createConsole(dependencies);
  let cookie = '';
  const cookies = (): Record<string, string> => (cookie === '' ? {} : { cookie });
  const bed: ConsoleBed = {
    app,
    world,
    asked,
    alerts,
    signIn,
    admin,
    events,
    clock: time,
    taskCenter: fake.taskCenter,
    statistics: fake.statistics,
    todos: fake.todos,
    calls: fake.calls,
    get isDown() {
      return fake.isDown;
    },
    set isDown(is) {
      fake.isDown = is;
    },
    get: async (path, headers = {}) =>
      app.request(path, { headers: { accept: 'text/html', ...cookies(), ...headers } }),
    post: async (path, form, headers = {}) =>
      app.request(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          ...cookies(),
          ...headers,
        },
        body: new URLSearchParams(form).toString(),
      }),
    send: async (request, headers = {}) => {
      const all = { 'sec-fetch-site': 'same-origin', ...cookies(), ...headers };
      for (const [name, value] of Object.entries(all)) request.headers.set(name, value);
      return app.request(request);
    },
    async as(key) {
      cookie = '';
      if (key === null) return;
      const answered = await bed.post('/sign-in', { key });
      cookie = answered.headers.get('set-cookie')?.split(';')[0] ?? '';
    },
  };
  return bed;
};
