import type { ServerResponse } from 'node:http';
import type { Answer } from './sandbox-kind.ts';

export function jsonAnswer(ok: boolean, value: unknown, status = 200, headers?: Record<string, string>): Answer {
  const answer = { ok, status, body: JSON.stringify(value) };
  return headers === undefined ? answer : { ...answer, headers };
}

/** What a gateway in front of the platform says when the platform does not. */
export function gatewayFailure(random: () => number): Answer {
  const status = [500, 502, 503][Math.floor(random() * 3)] ?? 500;
  return {
    ok: false,
    status,
    body: `<html><body><h1>${status}</h1></body></html>`,
    headers: { 'content-type': 'text/html' },
  };
}

export function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    'content-type': 'application/json;charset=UTF-8',
    'content-length': Buffer.byteLength(answer.body),
    ...answer.headers,
  });
  response.end(answer.body);
}
