import { err, ok, type Result } from 'neverthrow';
import type { Identity, SignInRejection } from '@portico/core/sign-in';

const longestId = 128;
const longestName = 255;
const mostAttributes = 50;
const mostValues = 20;
const longestValue = 500;

const isStorable = (text: string): boolean => text.isWellFormed() && !/[\u0000-\u001f\u007f]/u.test(text);

/** A rejection; the message is cut and says nothing that the protocol's own words do not. */
export const rejection = (code: SignInRejection['code'], message: string): SignInRejection => ({
  code,
  message: message.toWellFormed().replaceAll('\u0000', '').slice(0, 500),
});

const bounded = (attributes: Iterable<readonly [string, readonly string[]]>): Identity['attributes'] => {
  const kept: Record<string, readonly string[]> = {};
  let count = 0;
  for (const [name, values] of attributes) {
    if (count === mostAttributes) break;
    if (name === '' || name.length > 100 || name === '__proto__' || !isStorable(name)) continue;
    kept[name] = values
      .slice(0, mostValues)
      .map((value) => value.slice(0, longestValue).replaceAll('\u0000', '').toWellFormed());
    count += 1;
  }
  return kept;
};

/** Who it is, when the id is one that an engine may have. */
export const readIdentity = (
  personId: unknown,
  name: unknown,
  attributes: Iterable<readonly [string, readonly string[]]>,
): Result<Identity, SignInRejection> => {
  const text = typeof personId === 'number' && Number.isSafeInteger(personId) ? String(personId) : personId;
  const id = typeof text === 'string' ? text.trim() : '';
  if (id === '') return err(rejection('ANSWER_UNREADABLE', 'the answer names nobody'));
  if (id.length > longestId || !isStorable(id))
    return err(
      rejection(
        'ANSWER_UNREADABLE',
        `the person’s id must have at most ${longestId} characters, none of them a control character`,
      ),
    );
  const shownName = typeof name === 'string' && isStorable(name) ? name.trim().slice(0, longestName) : '';
  return ok({
    personId: id,
    name: shownName === '' ? null : shownName.toWellFormed(),
    attributes: bounded(attributes),
  });
};
