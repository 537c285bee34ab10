import { z } from 'zod';
import type { ConsoleOptions, SandboxAddress } from './console-dependencies.ts';

const text = z.string().transform((value) => value.slice(0, 512));

const seenTodo = z.object({
  id: text,
  assignee: text,
  title: text,
  urgency: z.enum(['low', 'normal', 'urgent', 'critical']).catch('normal'),
  state: z.enum(['open', 'done']),
  links: z.object({ pc: text, mobile: text.nullable() }),
});

const seenRequest = z.object({
  at: text,
  operation: text,
  id: text,
  effect: z.enum(['created', 'updated', 'completed', 'withdrawn', 'none', 'refused']),
  answered: z.enum(['ok', 'failed', 'lost']),
});

const faults = z.object({
  latencyMs: z.number(),
  failRate: z.number(),
  loseAnswerRate: z.number(),
  hangRate: z.number(),
  expireTokens: z.boolean(),
  throttlePerSecond: z.number(),
  down: z.boolean(),
});

export type SeenTodo = z.infer<typeof seenTodo>;
export type SeenRequest = z.infer<typeof seenRequest>;
export type Faults = z.infer<typeof faults>;

/** What one sandbox shows at present. */
export interface SandboxSight {
  readonly todos: readonly SeenTodo[];
  /** Newest first. */
  readonly requests: readonly SeenRequest[];
  readonly faults: Faults;
}

export type SandboxLook =
  | { readonly code: string; readonly sight: SandboxSight }
  | { readonly code: string; readonly failure: string };

const mostTodos = 50;
const mostRequests = 20;
const mostBytes = 512 * 1024;

const readBounded = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let body = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new Error('the answer is too large');
    body += decoder.decode(chunk, { stream: true });
  }
  return body + decoder.decode();
};

/** Looks into the sandboxes of this process and tells them how to behave. Never rejects. */
export interface SandboxWindow {
  look(sandbox: SandboxAddress, assignee: string | null): Promise<SandboxLook>;
  /** Null when it did as it was told; else what it said. */
  setFaults(sandbox: SandboxAddress, wanted: Partial<Faults>): Promise<string | null>;
}

export const createSandboxWindow = ({
  fetch,
  sandboxTimeoutMs,
}: Pick<ConsoleOptions, 'fetch' | 'sandboxTimeoutMs'>): SandboxWindow => {
  const ask = async (url: string, init?: RequestInit): Promise<{ readonly ok: boolean; readonly body: unknown }> => {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(sandboxTimeoutMs) });
    return { ok: response.ok, body: JSON.parse(await readBounded(response)) as unknown };
  };
  const get = async <T>(url: string, schema: z.ZodType<T>): Promise<T> => schema.parse((await ask(url)).body);

  const latest = async (base: string): Promise<readonly SeenRequest[]> => {
    const counted = z.object({ requests: z.array(seenRequest), total: z.int().optional() });
    const { total } = await get(`${base}/requests?limit=1`, counted);
    const after = total === undefined || total <= mostRequests ? '' : `&after=${total - mostRequests - 1}`;
    const { requests } = await get(`${base}/requests?limit=${mostRequests}${after}`, counted);
    return requests.slice(-mostRequests).reverse();
  };

  return {
    async look({ code, baseUrl }, assignee) {
      const base = `${baseUrl}/_sandbox`;
      const search = new URLSearchParams({ limit: String(mostTodos), ...(assignee === null ? {} : { assignee }) });
      try {
        const [{ todos }, requests, set] = await Promise.all([
          get(`${base}/todos?${search.toString()}`, z.object({ todos: z.array(seenTodo) })),
          latest(base),
          get(`${base}/faults`, faults),
        ]);
        return { code, sight: { todos: todos.slice(0, mostTodos), requests, faults: set } };
      } catch (error) {
        return { code, failure: error instanceof Error ? error.message.slice(0, 300) : 'unknown' };
      }
    },
    async setFaults({ baseUrl }, wanted) {
      try {
        const answer = await ask(`${baseUrl}/_sandbox/faults`, {
          method: 'PUT',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(wanted),
        });
        if (answer.ok) return null;
        const said = z.object({ error: z.object({ message: text }) }).safeParse(answer.body);
        return said.success ? said.data.error.message : 'refused';
      } catch (error) {
        return error instanceof Error ? error.message.slice(0, 300) : 'unknown';
      }
    },
  };
};
