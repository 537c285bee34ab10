import { words } from './finding.ts';
import type { Words } from './finding.ts';
import type { SampleExchange } from './samples.ts';

/** What stands for anything: where a secret was. */
const anything = '***';

const parsed = (body: unknown): unknown => {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body.includes('=') ? Object.fromEntries(new URLSearchParams(body)) : body;
  }
};

/** Where two values differ first; null when what was recorded is all there. */
const difference = (recorded: unknown, sent: unknown, pointer: string): string | null => {
  if (recorded === anything) return null;
  if (Array.isArray(recorded)) {
    if (!Array.isArray(sent) || sent.length !== recorded.length) return pointer;
    for (const [index, element] of recorded.entries()) {
      const found = difference(element, sent[index], `${pointer}/${index}`);
      if (found !== null) return found;
    }
    return null;
  }
  if (typeof recorded === 'object' && recorded !== null) {
    if (typeof sent !== 'object' || sent === null) return pointer;
    for (const [name, value] of Object.entries(recorded)) {
      const found = difference(
        value,
        Object.hasOwn(sent, name) ? Reflect.get(sent, name) : undefined,
        `${pointer}/${name}`,
      );
      if (found !== null) return found;
    }
    return null;
  }
  if (typeof recorded === 'string' && typeof sent === 'string' && recorded.includes(anything)) {
    const [begin = '', ...rest] = recorded.split(anything);
    return sent.startsWith(begin) && sent.endsWith(rest.at(-1) ?? '') ? null : pointer;
  }
  return recorded === sent ? null : pointer || '/';
};

/** How a request differs from the recorded one, in words; null when it is the same. */
export const requestDifference = (
  recorded: NonNullable<SampleExchange['request']>,
  sent: { readonly method: string; readonly path: string; readonly body: string | null },
): Words | null => {
  if (recorded.method !== sent.method)
    return words(
      `the method is ${sent.method}, recorded is ${recorded.method}`,
      `方法与样本（${recorded.method}）不同`,
    );
  if (difference(recorded.path, sent.path, '/') !== null)
    return words(`the path is ${sent.path}, recorded is ${recorded.path}`, `路径与样本（${recorded.path}）不同`);
  if (recorded.body === undefined || recorded.body === null) return null;
  const place = difference(parsed(recorded.body), parsed(sent.body), '');
  return place === null ? null : words(`the body differs at ${place}`, `请求体在 ${place} 处与样本不同`);
};
