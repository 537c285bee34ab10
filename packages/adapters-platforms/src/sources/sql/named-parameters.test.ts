import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeParameters } from './named-parameters.ts';

const dollars = (number: number): string => `$${number}`;

test('MUST put a place for each name, and leave texts, comments and casts alone', () => {
  const query = `select ':since', "a:after", x::text -- :limit
    from t /* :after */ where (changed, id) > (:since, :after) and ':' <> 'it''s :limit' limit :limit;`;
  expect(placeParameters(query, dollars)._unsafeUnwrap()).toEqual({
    text: `select ':since', "a:after", x::text -- :limit
    from t /* :after */ where (changed, id) > ($1, $2) and ':' <> 'it''s :limit' limit $3`,
    names: ['since', 'after', 'limit'],
  });
  expect(placeParameters('select :after_number, :after', () => '?')._unsafeUnwrap()).toEqual({
    text: 'select ?, ?',
    names: ['after_number', 'after'],
  });
});

test('MUST refuse unknown names and a second statement', () => {
  expect(placeParameters('select :secret', dollars)._unsafeUnwrapErr()).toMatch(/:secret/u);
  expect(placeParameters('select 1; drop table x', dollars)._unsafeUnwrapErr()).toMatch(/one statement/u);
  expect(placeParameters("select ';' -- ; drop", dollars).isOk()).toBe(true);
});

test('MUST answer any text, with as many places as names', () => {
  const piece = fc.constantFrom(
    ':since',
    ':after',
    ':limit',
    "'",
    '"',
    '--',
    '\n',
    '/*',
    '*/',
    '::',
    ':',
    'a',
    ' ',
    ';',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const placed = placeParameters(pieces.join(''), (number) => `<${number}>`);
      if (placed.isOk()) expect(placed.value.text.match(/<\d+>/gu)?.length ?? 0).toBe(placed.value.names.length);
    }),
  );
});
