import { isDeeperThan } from '../body/json-depth.ts';

const deepest = 200;

const escapeKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Where every value of a JSON text begins, by JSON pointer; nothing of a text that is none. */
const offsetsOf = (text: string): ReadonlyMap<string, number> => {
  const offsets = new Map<string, number>();
  if (isDeeperThan(text, deepest)) return offsets;
  let at = 0;
  const blank = (): void => {
    while (/\s/.test(text[at] ?? 'x')) at += 1;
  };
  const takeString = (): string => {
    const start = at;
    at += 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at += 1;
    return text.slice(start, at);
  };
  const value = (pointer: string): void => {
    blank();
    offsets.set(pointer, at);
    const open = text[at];
    if (open === '"') return void takeString();
    if (open !== '{' && open !== '[') {
      while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at += 1;
      return;
    }
    at += 1;
    for (let index = 0; at < text.length; index += 1) {
      blank();
      if (text[at] === '}' || text[at] === ']') break;
      let name = String(index);
      if (open === '{') {
        const place = at;
        name = escapeKey(String(JSON.parse(takeString())));
        blank();
        at += 1;
        value(`${pointer}/${name}`);
        // A member is found by its name, which is what people look for.
        offsets.set(`${pointer}/${name}`, place);
      } else value(`${pointer}/${name}`);
      blank();
      if (text[at] === ',') at += 1;
      else break;
    }
    at += 1;
  };
  try {
    JSON.parse(text);
    value('');
  } catch {
    return new Map();
  }
  return offsets;
};

/** The line, from 1, that a JSON pointer leads to, or as near to it as the text has something; null where the text is no JSON. */
export const lineOfPointer = (text: string): ((pointer: string) => number | null) => {
  const offsets = offsetsOf(text);
  return (pointer) => {
    for (let near = pointer; ; near = near.slice(0, near.lastIndexOf('/'))) {
      const offset = offsets.get(near);
      if (offset !== undefined) return text.slice(0, offset).split('\n').length;
      if (near === '' || !near.includes('/')) return null;
    }
  };
};
