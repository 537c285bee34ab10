import { createHash } from 'node:crypto';
import { parseJsonText } from './json-text.ts';
import { evaluationLimits, ProfileFault } from './scope.ts';
import type { Budget } from './scope.ts';

const typeName = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value === 'object' ? 'map' : typeof value;

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const expectText = (value: unknown, what: string): string => {
  if (typeof value === 'string') return value;
  throw new ProfileFault(`${what} needs a string, not ${typeName(value)}`);
};

export const expectNumber = (value: unknown, what: string): number => {
  if (typeof value === 'number') return value;
  throw new ProfileFault(`${what} needs a number, not ${typeName(value)}`);
};

export const expectBool = (value: unknown, what: string): boolean => {
  if (typeof value === 'boolean') return value;
  throw new ProfileFault(`${what} needs true or false, not ${typeName(value)}`);
};

export const expectList = (value: unknown, what: string, budget: Budget): readonly unknown[] => {
  if (!Array.isArray(value)) throw new ProfileFault(`${what} needs a list, not ${typeName(value)}`);
  if (value.length > evaluationLimits.listSize)
    throw new ProfileFault(`${what} takes at most ${evaluationLimits.listSize} elements`);
  budget.step(1 + value.length);
  return value;
};

/** A member by name or a list's element by index; null when there is none. */
export const member = (of: unknown, key: unknown): unknown => {
  if (Array.isArray(of)) return (typeof key === 'number' ? of[key] : undefined) ?? null;
  if (!isMap(of) || (typeof key !== 'string' && typeof key !== 'number')) return null;
  return Object.hasOwn(of, key) ? (of[key] ?? null) : null;
};

/** A scalar as text: null is empty. */
export const textOf = (value: unknown, what: string): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ProfileFault(`${what} needs a scalar, not ${typeName(value)}`);
};

const maxDepth = 64;

/** Counts what a value takes as JSON before anybody makes it. */
export const weigh = (value: unknown, budget: Budget, depth = 0): void => {
  if (depth > maxDepth) throw new ProfileFault(`is nested more than ${maxDepth} deep`);
  budget.step(1);
  if (typeof value === 'string') budget.write(value.length + 2);
  else if (Array.isArray(value)) for (const element of value) weigh(element, budget, depth + 1);
  else if (isMap(value)) {
    for (const [name, field] of Object.entries(value)) {
      budget.write(name.length + 3);
      weigh(field, budget, depth + 1);
    }
  } else budget.write(5);
};

/** The beginning of a text, never half a character. */
const truncate = (text: string, length: number): string => {
  if (text.length <= length) return text;
  const cut = text.slice(0, Math.max(0, length));
  const last = cut.charCodeAt(cut.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut;
};

const digestLength = 32;

/**
 * Two ids as one that no other pair gives: the last `_` parts them. Over `length` its end is replaced by a digest of the whole.
 */
const joinId = (first: string, second: string, length: number): string => {
  const whole = `${first}_${second.replaceAll('~', '~0').replaceAll('_', '~1')}`;
  if (whole.length <= length) return whole;
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, digestLength);
  return `${truncate(whole, length - digestLength - 1)}~${digest}`;
};

const toInteger = (value: unknown): number => {
  const number = typeof value === 'string' && /^-?\d{1,15}$/u.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return Math.trunc(number);
  throw new ProfileFault(
    `int needs a number or digits, not ${typeof value === 'string' ? 'this string' : typeName(value)}`,
  );
};

const toDouble = (value: unknown): number => {
  const number = typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/u.test(value) ? Number(value) : value;
  if (typeof number === 'number') return number;
  throw new ProfileFault(
    `double needs a number or digits, not ${typeof value === 'string' ? 'this string' : typeName(value)}`,
  );
};

const size = (value: unknown): number => {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  throw new ProfileFault(`size needs a string, list or map, not ${typeName(value)}`);
};

export interface ExpressionFunction {
  readonly arity: number;
  readonly call: (args: readonly unknown[], budget: Budget) => unknown;
}

/** Everything that may be called as `name(…)`. None of it knows regular expressions, time or the outside. */
export const globalFunctions = (
  localTime: (instant: number) => string | null,
): ReadonlyMap<string, ExpressionFunction> =>
  new Map<string, ExpressionFunction>([
    ['size', { arity: 1, call: ([value]) => size(value) }],
    ['dyn', { arity: 1, call: ([value]) => value }],
    ['string', { arity: 1, call: ([value]) => textOf(value, 'string') }],
    ['int', { arity: 1, call: ([value]) => toInteger(value) }],
    ['double', { arity: 1, call: ([value]) => toDouble(value) }],
    ['orElse', { arity: 2, call: ([value, instead]) => (value === null || value === undefined ? instead : value) }],
    ['lookup', { arity: 3, call: ([map, key, instead]) => member(map, key) ?? instead }],
    [
      'json',
      {
        arity: 1,
        call: ([value], budget) => {
          weigh(value, budget);
          return JSON.stringify(value);
        },
      },
    ],
    [
      'parseJson',
      {
        arity: 1,
        call: ([value], budget) => {
          const text = textOf(value, 'parseJson');
          if (text.length > evaluationLimits.textLength) throw new ProfileFault('parseJson reads at most 1 MiB');
          budget.read(text);
          const parsed = parseJsonText(text) ?? null;
          weigh(parsed, budget);
          return parsed;
        },
      },
    ],
    [
      'urlEncode',
      {
        arity: 1,
        call: ([value], budget) => {
          const text = textOf(value, 'urlEncode');
          budget.write(text.length);
          return encodeURIComponent(text.toWellFormed());
        },
      },
    ],
    [
      'truncate',
      {
        arity: 2,
        call: ([value, length]) =>
          value === null ? null : truncate(textOf(value, 'truncate'), expectNumber(length, 'truncate')),
      },
    ],
    [
      'joinId',
      {
        arity: 3,
        call: ([first, second, length], budget) => {
          const [a, b] = [textOf(first, 'joinId'), textOf(second, 'joinId')];
          budget.read(a);
          budget.read(b);
          return joinId(a, b, Math.max(64, expectNumber(length, 'joinId')));
        },
      },
    ],
    [
      'localTime',
      { arity: 1, call: ([instant]) => (instant === null ? null : localTime(expectNumber(instant, 'localTime'))) },
    ],
  ]);

const textTest =
  (name: string, test: (text: string, part: string) => boolean): ExpressionFunction['call'] =>
  ([receiver, part], budget) => {
    const [text, sought] = [expectText(receiver, name), expectText(part, name)];
    if (sought.length > 1_000) throw new ProfileFault(`${name} looks for at most 1000 characters`);
    budget.read(text);
    return test(text, sought);
  };

const textChange =
  (name: string, change: (text: string) => string): ExpressionFunction['call'] =>
  ([receiver], budget) => {
    const text = expectText(receiver, name);
    budget.read(text);
    return change(text);
  };

/** Everything that may be called as `value.name(…)`; the receiver is the first argument. */
export const methods: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ['size', { arity: 1, call: ([value]) => size(value) }],
  ['contains', { arity: 2, call: textTest('contains', (text, part) => text.includes(part)) }],
  ['startsWith', { arity: 2, call: textTest('startsWith', (text, part) => text.startsWith(part)) }],
  ['endsWith', { arity: 2, call: textTest('endsWith', (text, part) => text.endsWith(part)) }],
  ['lowerAscii', { arity: 1, call: textChange('lowerAscii', (text) => text.toLowerCase()) }],
  ['upperAscii', { arity: 1, call: textChange('upperAscii', (text) => text.toUpperCase()) }],
  ['trim', { arity: 1, call: textChange('trim', (text) => text.trim()) }],
  [
    'join',
    {
      arity: 2,
      call: ([list, separator], budget) => {
        const between = expectText(separator, 'join');
        const texts = expectList(list, 'join', budget).map((element) => textOf(element, 'join'));
        for (const text of texts) budget.write(text.length + between.length);
        return texts.join(between);
      },
    },
  ],
]);
