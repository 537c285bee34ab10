import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxes } from '../start-sandboxes.ts';
import type { Sandboxes, SandboxesOptions, SandboxName } from '../start-sandboxes.ts';
import type { Faults } from './faults.ts';
import type { SandboxTodo } from './sandbox-kind.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a vendor's answer is looked into field by field
  readonly body: any;
}

export interface LoggedRequest {
  readonly index: number;
  readonly at: string;
  readonly operation: string;
  readonly id: string;
  readonly effect: string;
  readonly answered: string;
}

/** One sandbox with a data directory and a clock of its own, for tests. */
export interface TestBed {
  readonly dataDir: string;
  readonly settings: Record<string, string>;
  /** Epoch milliseconds; a test may set it. */
  readonly clock: { value: number };
  url(path: string): string;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
  request(method: string, path: string, body?: string): Promise<Reply>;
  todos(assignee?: string): Promise<SandboxTodo[]>;
  requests(): Promise<LoggedRequest[]>;
  /** The log as `operation id effect answered`. */
  effects(): Promise<string[]>;
  setFaults(faults: Partial<Faults>): Promise<void>;
  restart(between?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export async function openTestBed(kind: SandboxName, options: Partial<SandboxesOptions> = {}): Promise<TestBed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-sandbox-'));
  const clock = { value: Date.parse('2026-11-21T00:00:00Z') };
  const start = (): Promise<Sandboxes> =>
    startSandboxes({
      port: 0,
      dataDir,
      kinds: [kind],
      clock: { now: () => clock.value },
      seed: 1,
      hangMs: 50,
      ...options,
    });
  let sandboxes = await start();

  const call = async (
    method: string,
    path: string,
    body?: string,
    headers?: Record<string, string>,
  ): Promise<Reply> => {
    const response = await fetch(sandboxes.baseUrl(kind) + path, {
      method,
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };
  const requests = async (): Promise<LoggedRequest[]> => (await call('GET', '/_sandbox/requests')).body.requests;

  return {
    dataDir,
    clock,
    settings: sandboxes.credentials(kind),
    url: (path) => sandboxes.baseUrl(kind) + path,
    post: (path, body, headers) =>
      call('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers }),
    request: (method, path, body) => call(method, path, body),
    async todos(assignee) {
      const query = assignee === undefined ? '' : `?assignee=${encodeURIComponent(assignee)}`;
      return (await call('GET', `/_sandbox/todos${query}`)).body.todos;
    },
    requests,
    async effects() {
      return (await requests()).map(
        ({ operation, id, effect, answered }) => `${operation} ${id} ${effect} ${answered}`,
      );
    },
    async setFaults(faults) {
      const reply = await call('PUT', '/_sandbox/faults', JSON.stringify(faults));
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    },
    async restart(between) {
      await sandboxes.close();
      await between?.();
      sandboxes = await start();
    },
    async close() {
      await sandboxes.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
