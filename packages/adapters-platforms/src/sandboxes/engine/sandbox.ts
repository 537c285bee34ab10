import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gatewayFailure, jsonAnswer, send } from './answers.ts';
import { readBody } from './body.ts';
import { answerControl } from './control-api.ts';
import type { Answered } from './request-log.ts';
import { createRoutes } from './routes.ts';
import type { Route } from './routes.ts';
import type { Answer, Decision, DecidedRow, SandboxKind } from './sandbox-kind.ts';
import { openSandboxState } from './sandbox-state.ts';
import type { Change } from './store.ts';
import { createThrottle } from './throttle.ts';
import { createTokenDesk } from './token-desk.ts';

export interface SandboxOptions {
  readonly dataDir: string;
  readonly now: () => number;
  /** Decides which requests fail; from 0 up to 1. */
  readonly random: () => number;
  /** How long a hanging request is held before its connection is broken. */
  readonly hangMs: number;
}

export interface Sandbox {
  readonly settings: Readonly<Record<string, string>>;
  /** `path` is what follows the base. */
  handle(request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams): Promise<void>;
  close(): Promise<void>;
}

type Fate = 'answer' | 'fail' | 'hang' | 'lose';

export async function openSandbox(kind: SandboxKind, options: SandboxOptions): Promise<Sandbox> {
  const { now, random } = options;
  const state = await openSandboxState(kind, options.dataDir);
  const throttle = createThrottle(now);
  const routes = createRoutes(kind.operations);
  const tokens = createTokenDesk({
    store: state.store,
    now,
    newToken: () => randomBytes(24).toString('hex'),
    lifetimeSeconds: kind.tokenSeconds ?? 0,
    shortLived: () => state.faults.expireTokens,
  });

  const record = (rows: readonly DecidedRow[], answered: Answered, changes: readonly Change[]): Promise<void> =>
    state.record(
      rows.map((row) => ({ at: now(), ...row, answered })),
      changes,
    );

  /** What is decided stands in the log with no effect. */
  const recordWithoutEffect = (decision: Decision, answered: Answered): Promise<void> =>
    record(
      decision.rows.map((row) => ({ ...row, effect: 'none' })),
      answered,
      [],
    );

  const breakConnection = (request: IncomingMessage): void => {
    request.socket.destroy();
  };
  const hang = (request: IncomingMessage): void => {
    const timer = setTimeout(() => request.socket.destroy(), options.hangMs);
    timer.unref();
    request.socket.once('close', () => clearTimeout(timer));
  };

  const drawFate = (): Fate => {
    const { hangRate, failRate, loseAnswerRate } = state.faults;
    if (hangRate > 0 && random() < hangRate) return 'hang';
    if (failRate > 0 && random() < failRate) return 'fail';
    if (loseAnswerRate > 0 && random() < loseAnswerRate) return 'lose';
    return 'answer';
  };

  const refuse = async (
    request: IncomingMessage,
    response: ServerResponse,
    operation: string,
    answer: Answer,
  ): Promise<void> => {
    await record([{ operation, id: '', effect: 'refused' }], 'failed', []);
    // The body may still be on its way, so the connection cannot serve another request.
    response.once('finish', () => request.socket.destroySoon());
    send(response, { ...answer, headers: { ...answer.headers, connection: 'close' } });
  };

  const carryOut = async (request: IncomingMessage, response: ServerResponse, decision: Decision): Promise<void> => {
    const { throttlePerSecond } = state.faults;
    if (throttlePerSecond > 0 && !throttle.admit(throttlePerSecond)) {
      await recordWithoutEffect(decision, 'failed');
      return send(response, kind.throttled(1));
    }
    switch (drawFate()) {
      case 'hang':
        await recordWithoutEffect(decision, 'lost');
        return hang(request);
      case 'fail':
        await recordWithoutEffect(decision, 'failed');
        return send(response, random() < 0.5 ? kind.busy(random) : gatewayFailure(random));
      case 'lose':
        await record(decision.rows, 'lost', decision.changes);
        return random() < 0.5 ? breakConnection(request) : hang(request);
      case 'answer':
        await record(decision.rows, decision.answer.ok ? 'ok' : 'failed', decision.changes);
        return send(response, decision.answer);
    }
  };

  const serveOperation = async (
    request: IncomingMessage,
    response: ServerResponse,
    { operation, params }: Route,
    query: URLSearchParams,
  ): Promise<void> => {
    const body = await readBody(request, kind.bodyLimit);
    if (body === 'aborted') return record([{ operation: operation.name, id: '', effect: 'none' }], 'lost', []);
    if (body === 'too-large')
      return refuse(request, response, operation.name, kind.problem(413, `请求体：长度不能超过${kind.bodyLimit}字节`));
    if (state.faults.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, state.faults.latencyMs).unref());
    const decision = operation.decide({
      headers: request.headers,
      query,
      params,
      body,
      now: now(),
      store: state.store,
      credentials: state.credentials,
      tokens,
      newId: () => randomBytes(12).toString('hex'),
    });
    await carryOut(request, response, decision);
  };

  return {
    settings: state.credentials,
    async handle(request, response, path, query) {
      if (path === '/_sandbox' || path.startsWith('/_sandbox/')) {
        return send(response, await answerControl(kind, state, request, path, query));
      }
      const route = routes.find(request.method ?? 'GET', path);
      const name = ('others' in route ? route.others[0]?.operation.name : route.operation.name) ?? 'unknown';
      if (state.faults.down) {
        breakConnection(request);
        return record([{ operation: name, id: '', effect: 'none' }], 'lost', []);
      }
      if ('others' in route) {
        const methods = route.others.map(({ method }) => method);
        const problem =
          methods.length === 0
            ? kind.problem(404, `接口：${path.slice(0, 200)}不存在`)
            : kind.problem(405, `接口：只支持${methods.join('、')}`);
        return refuse(request, response, name, problem);
      }
      return serveOperation(request, response, route, query);
    },
    close: () => state.close(),
  };
}

/** For requests that belong to no sandbox. */
export function nothingHere(response: ServerResponse, known: Iterable<string>): void {
  send(
    response,
    jsonAnswer(
      false,
      { error: { code: 'not-found', message: `sandboxes here: ${[...known].map((name) => `/${name}`).join(', ')}` } },
      404,
    ),
  );
}
