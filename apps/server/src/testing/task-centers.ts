import { until, type ServerProcess } from './server-process.ts';

/** The task centers that a server connects when it plays the vendors. */
export const codes = ['jinzhi', 'weaver-ofs', 'tongyidaiban', 'ability-center'];

/** Where each task center stands, by its code. */
export const baseUrls = async (running: ServerProcess): Promise<Map<string, string>> => {
  const { body } = await running.call('GET', '/api/v1/task-center/platforms');
  return new Map(
    (body.data.items as { code: string; baseUrl: string }[]).map((platform) => [platform.code, platform.baseUrl]),
  );
};

export interface SandboxTodo {
  readonly assignee: string;
  readonly title: string;
  readonly urgency: string;
  readonly state: string;
}

/** What people see at a vendor that is played. */
export const shownAt = async (base: string, query = ''): Promise<readonly SandboxTodo[]> =>
  ((await (await fetch(`${base}/_sandbox/todos${query}`)).json()) as { todos: SandboxTodo[] }).todos;

/** What the API says people should see: one line each, withdrawn ones left out. */
export const desired = async (running: ServerProcess): Promise<readonly string[]> => {
  const lines: string[] = [];
  let cursor: string | null = null;
  do {
    const { body }: { body: any } = await running.call(
      'GET',
      `/api/v1/task-center/todos?limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const todo of body.data.items) {
      if (todo.state !== 'withdrawn') lines.push(`${todo.assignee.id} ${todo.title} ${todo.urgency} ${todo.state}`);
    }
    cursor = body.data.nextCursor;
  } while (cursor !== null);
  return lines.sort();
};

const shownLines = async (base: string): Promise<readonly string[]> =>
  (await shownAt(base)).map((todo) => `${todo.assignee} ${todo.title} ${todo.urgency} ${todo.state}`).sort();

/** Objects that a vendor created while they were there already. */
export const createdTwice = async (base: string): Promise<readonly string[]> => {
  const { requests } = (await (await fetch(`${base}/_sandbox/requests`)).json()) as {
    requests: { id: string; effect: string }[];
  };
  const there = new Set<string>();
  const twice: string[] = [];
  for (const { id, effect } of requests) {
    if (effect === 'created') {
      if (there.has(id)) twice.push(id);
      there.add(id);
    } else if (effect === 'withdrawn') there.delete(id);
  }
  return twice;
};

/** What goes wrong at these vendors from now on. */
export const setFaults = async (bases: Iterable<string>, faults: Record<string, unknown>): Promise<void> => {
  for (const base of bases) {
    const response = await fetch(`${base}/_sandbox/faults`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(faults),
    });
    if (response.status !== 200) throw new Error(`Faults were not set: ${response.status}`);
  }
};

/** Waits until every task center shows exactly what it should, and proves that nothing was created twice; throws what differs. */
export const convergence = async (running: ServerProcess, boundMs: number): Promise<void> => {
  const bases = await baseUrls(running);
  const expected = await desired(running);
  for (const code of codes) {
    const base = bases.get(code) as string;
    let last: readonly string[] = [];
    await until(`${code} shows what it should`, boundMs, async () => {
      last = await shownLines(base);
      return JSON.stringify(last) === JSON.stringify(expected) ? true : null;
    }).catch(() => {
      const missing = expected.filter((line) => !last.includes(line));
      const excess = last.filter((line) => !expected.includes(line));
      throw new Error(`${code} is not in step: ${JSON.stringify({ missing, excess }, null, 1)}`);
    });
    const twice = await createdTwice(base);
    if (twice.length > 0) throw new Error(`${code} created twice: ${twice.join(', ')}`);
  }
};
