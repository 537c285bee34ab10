const quote = 0x22;
const backslash = 0x5c;

/**
 * Whether a JSON text nests arrays and objects deeper than `limit`. Looks at the text, so that nothing is built from a text
 * of a million brackets; what is not JSON gets some answer.
 */
export const isDeeperThan = (text: string, limit: number): boolean => {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at += 1;
      while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
    }
  }
  return false;
};
