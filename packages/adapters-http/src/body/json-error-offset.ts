const whitespace = /[ \t\n\r]*/y;
const scalar =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Where a text stops being JSON: the offset in UTF-16 code units of the first token that cannot stand there. V8 tells it only sometimes. */
export const jsonErrorOffset = (text: string): number => {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const takeCharacter = (character: string): boolean => {
    take(whitespace);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  const takeKey = (): boolean => {
    take(whitespace);
    return take(string) && takeCharacter(':');
  };

  const open: ('}' | ']')[] = [];
  for (;;) {
    // A value is expected here.
    take(whitespace);
    const start = text[at];
    if (start === '{' || start === '[') {
      at += 1;
      const close = start === '{' ? '}' : ']';
      if (!takeCharacter(close)) {
        open.push(close);
        if (close === '}' && !takeKey()) return at;
        continue;
      }
    } else if (!take(scalar)) {
      return at;
    }
    // A value has ended: close what closes, then a comma or the end.
    for (;;) {
      const close = open.at(-1);
      if (close === undefined) {
        take(whitespace);
        return at;
      }
      if (!takeCharacter(close)) break;
      open.pop();
    }
    if (!takeCharacter(',')) return at;
    if (open.at(-1) === '}' && !takeKey()) return at;
  }
};
