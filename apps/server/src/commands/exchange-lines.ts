import { at, listAt, numberAt, textAt } from '../cli/read-path.ts';
import { cleanLines, cleanText } from '../cli/show/clean-text.ts';
import type { Paint } from '../cli/show/colours.ts';

const pretty = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
};

const headers = (message: unknown): readonly string[] =>
  Object.entries((at(message, 'headers') ?? {}) as Record<string, unknown>).map(([name, value]) =>
    cleanText(`${name}: ${String(value)}`),
  );

const body = (message: unknown): readonly string[] => {
  const text = textAt(message, 'body');
  return text === '' ? [] : cleanLines(pretty(text));
};

/** Requests to a platform and its answers, as they were kept: secrets are not in them. */
export const exchangeLines = (exchanges: unknown, paint: Paint, indent: string): readonly string[] =>
  listAt({ exchanges }, 'exchanges').flatMap((exchange) => {
    const request = at(exchange, 'request');
    const response = at(exchange, 'response');
    const title = `${textAt(request, 'method')} ${textAt(request, 'url')}`;
    const took = `${textAt(exchange, 'purpose')}, ${Math.round(numberAt(exchange, 'durationMs'))} ms`;
    const answered =
      response === null || response === undefined
        ? [paint('bad', `< ${cleanText(textAt(exchange, 'error') || 'no answer')}`)]
        : [
            paint('strong', `< ${textAt(response, 'status')}`),
            ...[...headers(response), ...body(response)].map((line) => `  ${line}`),
          ];
    return [
      paint('strong', `> ${cleanText(title)}`) + paint('dim', ` (${cleanText(took)})`),
      ...[...headers(request), ...body(request)].map((line) => `  ${line}`),
      ...answered,
    ].map((line) => indent + line);
  });
