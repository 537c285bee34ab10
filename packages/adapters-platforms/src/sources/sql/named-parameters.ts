import { err, ok, type Result } from 'neverthrow';

/** What a question may name. */
export const parameterNames = ['since', 'after', 'after_number', 'limit'] as const;
export type ParameterName = (typeof parameterNames)[number];

/** A question with places instead of names. */
export interface PlacedQuery {
  readonly text: string;
  /** Which value each place takes, in order. */
  readonly names: readonly ParameterName[];
}

const isName = (word: string): word is ParameterName => (parameterNames as readonly string[]).includes(word);

/** Where a quoted text, a quoted name or a comment that begins at `from` ends; null where none begins. */
const skipTo = (query: string, from: number): number | null => {
  const two = query.slice(from, from + 2);
  const ends = (closing: string, start: number): number => {
    const at = query.indexOf(closing, start);
    return at === -1 ? query.length : at + closing.length;
  };
  if (two === '--') return ends('\n', from);
  if (two === '/*') return ends('*/', from + 2);
  const quote = query[from];
  if (quote !== "'" && quote !== '"' && quote !== '`') return null;
  // A doubled quote ends one text and begins another, which comes to the same.
  return ends(quote, from + 1);
};

const word = /^[A-Za-z_]\w*/u;

/**
 * Puts `place(n)` (n from 1) where the question names a parameter as `:name`, outside of texts and comments. PostgreSQL's `::type` is
 * none. Refused: unknown names, and more than one statement.
 */
export const placeParameters = (query: string, place: (number: number) => string): Result<PlacedQuery, string> => {
  const names: ParameterName[] = [];
  let text = '';
  for (let at = 0; at < query.length;) {
    const end = skipTo(query, at);
    if (end !== null) {
      text += query.slice(at, end);
      at = end;
      continue;
    }
    const letter = query[at] ?? '';
    if (letter === ';' && query.slice(at + 1).trim() !== '') return err('must be one statement');
    if (letter === ';') break;
    if (letter !== ':' || query[at + 1] === ':') {
      const step = letter === ':' ? 2 : 1;
      text += query.slice(at, at + step);
      at += step;
      continue;
    }
    const name = word.exec(query.slice(at + 1, at + 41))?.[0];
    if (name === undefined) {
      text += letter;
      at += 1;
      continue;
    }
    if (!isName(name))
      return err(`names :${name}, but only ${parameterNames.map((one) => `:${one}`).join(', ')} are known`);
    names.push(name);
    text += place(names.length);
    at += 1 + name.length;
  }
  return ok({ text: text.trim(), names });
};
