import type { IncomingMessage } from 'node:http';
import { jsonAnswer } from './answers.ts';
import { readBody } from './body.ts';
import { noFaults, parseFaults } from './faults.ts';
import type { FieldProblem } from './faults.ts';
import type { Answer, SandboxKind } from './sandbox-kind.ts';
import type { SandboxState } from './sandbox-state.ts';
import type { Change } from './store.ts';
import { tokenCollection } from './token-desk.ts';

const mostRows = 100_000;
const controlBodyLimit = 64 * 1024;

/** `_sandbox` and what is below it: how a person, a test or the console looks into the platform and makes it fail. */
export async function answerControl(
  kind: SandboxKind,
  state: SandboxState,
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
): Promise<Answer> {
  const call = `${request.method} ${path}`;
  switch (call) {
    case 'GET /_sandbox/todos':
      await state.settled();
      return todos(kind, state, query);
    case 'GET /_sandbox/requests':
      await state.settled();
      return requests(state, query);
    case 'GET /_sandbox/faults':
      return jsonAnswer(true, state.faults);
    case 'PUT /_sandbox/faults':
      return putFaults(state, request);
    case 'DELETE /_sandbox':
      await state.reset();
      return jsonAnswer(true, { reset: true });
    default:
      return jsonAnswer(false, { error: { code: 'not-found', message: `no ${call} here` } }, 404);
  }
}

function todos(kind: SandboxKind, state: SandboxState, query: URLSearchParams): Answer {
  const limit = readCount(query, 'limit', mostRows, 1);
  if (typeof limit !== 'number') return invalid([limit]);
  const assignee = query.get('assignee');
  const found = [];
  for (const todo of kind.todos(state.store)) {
    if (assignee !== null && todo.assignee !== assignee) continue;
    if (found.length === limit) break;
    found.push(todo);
  }
  return jsonAnswer(true, { todos: found });
}

function requests(state: SandboxState, query: URLSearchParams): Answer {
  const after = readCount(query, 'after', -1, 0);
  const limit = readCount(query, 'limit', mostRows, 1);
  if (typeof after !== 'number') return invalid([after]);
  if (typeof limit !== 'number') return invalid([limit]);
  const { first, rows } = state.log.from(after + 1, Math.min(limit, mostRows));
  return jsonAnswer(true, {
    requests: rows.map((row, offset) => ({ index: first + offset, ...row, at: new Date(row.at).toISOString() })),
    total: state.log.next,
  });
}

async function putFaults(state: SandboxState, request: IncomingMessage): Promise<Answer> {
  const body = await readBody(request, controlBodyLimit);
  if (body === 'too-large') return invalid([{ field: 'body', message: `larger than ${controlBodyLimit} bytes` }]);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return invalid([{ field: 'body', message: 'not JSON' }]);
  }
  const parsed = parseFaults(value);
  if ('problems' in parsed) return invalid(parsed.problems);
  const faults = { ...noFaults, ...parsed.faults };
  const revoked: Change[] =
    parsed.faults.expireTokens === true
      ? [...state.store.collection(tokenCollection).keys()].map((token) => [tokenCollection, token])
      : [];
  await state.setFaults(faults, revoked);
  return jsonAnswer(true, faults);
}

function readCount(query: URLSearchParams, field: string, fallback: number, least: number): number | FieldProblem {
  const given = query.get(field);
  if (given === null) return fallback;
  const value = Number(given);
  if (/^\d{1,15}$/.test(given) && value >= least) return value;
  return { field, message: `must be a whole number of at least ${least}` };
}

function invalid(problems: readonly FieldProblem[]): Answer {
  return jsonAnswer(
    false,
    {
      error: {
        code: 'invalid',
        message: problems.map(({ field, message }) => `${field}: ${message}`).join('; '),
        problems,
      },
    },
    400,
  );
}
