import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sampleNow } from './sample-data.ts';

export interface FakeSandboxes {
  readonly addresses: readonly { readonly code: string; readonly baseUrl: string }[];
  /** What was PUT, by sandbox. */
  readonly faults: Record<string, Record<string, unknown>>;
  close(): Promise<void>;
}

const healthy = {
  latencyMs: 0,
  failRate: 0,
  loseAnswerRate: 0,
  hangRate: 0,
  expireTokens: false,
  throttlePerSecond: 0,
  down: false,
};

const todos = [
  {
    id: 'T-1',
    assignee: 'T001',
    title: '张三的请假申请',
    urgency: 'normal',
    state: 'open',
    links: { pc: 'https://oa.example.edu/t/1', mobile: null },
  },
  {
    id: 'T-2',
    assignee: 'T002',
    title: '计算机学院 2026 年度实验设备采购申请（第二批）',
    urgency: 'urgent',
    state: 'open',
    links: { pc: 'javascript:alert(1)', mobile: null },
  },
  {
    id: 'T-3',
    assignee: 'T001',
    title: '<img src=x onerror=alert(1)>',
    urgency: 'low',
    state: 'done',
    links: { pc: 'https://oa.example.edu/t/3', mobile: null },
  },
];

const requests = [
  { operation: 'create', id: 'T-1', effect: 'created', answered: 'ok' },
  { operation: 'create', id: 'T-2', effect: 'created', answered: 'lost' },
  { operation: 'create', id: 'T-2', effect: 'none', answered: 'ok' },
  { operation: 'create', id: 'T-3', effect: 'refused', answered: 'failed' },
  { operation: 'complete', id: 'T-3', effect: 'completed', answered: 'ok' },
].map((request, index) => ({ index, at: new Date(sampleNow - 60_000 + index * 9_000).toISOString(), ...request }));

/** Sandboxes' control interfaces with fixed contents; `gone` cannot be reached. */
export const startFakeSandboxes = async (codes: readonly string[]): Promise<FakeSandboxes> => {
  const faults: Record<string, Record<string, unknown>> = Object.fromEntries(
    codes.map((code) => [code, { ...healthy }]),
  );
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://sandbox.invalid');
    const [, code = '', , what] = url.pathname.split('/');
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.method === 'PUT') {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const wanted = JSON.parse(text) as Record<string, unknown>;
        if (typeof wanted['failRate'] === 'number' && wanted['failRate'] > 1)
          return answer(400, { error: { code: 'invalid', message: 'failRate: at most 1' } });
        faults[code] = { ...faults[code], ...wanted };
        return answer(200, faults[code]);
      });
      return;
    }
    const assignee = url.searchParams.get('assignee');
    if (what === 'todos')
      return answer(200, { todos: todos.filter((todo) => assignee === null || todo.assignee === assignee) });
    if (what === 'requests')
      return answer(200, {
        requests: requests.slice(Number(url.searchParams.get('after') ?? -1) + 1),
        total: requests.length,
      });
    return answer(200, faults[code]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    addresses: [
      ...codes.map((code) => ({ code, baseUrl: `http://127.0.0.1:${port}/${code}` })),
      { code: 'gone', baseUrl: 'http://127.0.0.1:1/gone' },
    ],
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
