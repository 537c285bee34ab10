import { misused } from '../failure.ts';

/** What a shell offers for a value. */
export type Offer = 'files' | 'platforms' | 'lanes' | 'commands' | 'profiles' | null;

/** An option of a command; `T` is what the command gets. */
export interface Option<T> {
  readonly help: string;
  /** How its value is called in the help; null: it takes none. */
  readonly placeholder: string | null;
  readonly short: string | null;
  readonly many: boolean;
  readonly choices: readonly string[] | null;
  readonly offer: Offer;
  readonly defaultText: string | null;
  /** `texts`: as given, in order; empty when it was not. Throws a `Failure` that names the option. */
  read(texts: readonly string[], name: string, now: number): T;
}

export type Options = Readonly<Record<string, Option<unknown>>>;
export type Values<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

const base = { placeholder: null, short: null, many: false, choices: null, offer: null, defaultText: null } as const;

const once = (texts: readonly string[], name: string): string | null => {
  if (texts.length > 1) throw misused(`${name} was given ${texts.length} times; it takes one value`);
  const [given = null] = texts;
  if (given === '') throw misused(`${name} needs a value`);
  return given;
};

export const flag = (help: string, short: string | null = null): Option<boolean> => ({
  ...base,
  help,
  short,
  read: (texts) => texts.length > 0,
});

export const text = (help: string, placeholder: string, offer: Offer = null): Option<string | null> => ({
  ...base,
  help,
  placeholder,
  offer,
  read: once,
});

export const texts = (help: string, placeholder: string, offer: Offer = null): Option<readonly string[]> => ({
  ...base,
  help,
  placeholder,
  offer,
  many: true,
  read: (given) => given,
});

const chosen = <const C extends string>(given: string, choices: readonly C[], name: string): C => {
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw misused(`${name} is one of ${choices.join(', ')}, not "${given}"`);
  return found;
};

export const choice = <const C extends string>(help: string, choices: readonly C[]): Option<C | null> => ({
  ...base,
  help,
  placeholder: 'one',
  choices,
  read: (given, name) => {
    const value = once(given, name);
    return value === null ? null : chosen(value, choices, name);
  },
});

export const choiceList = <const C extends string>(help: string, choices: readonly C[]): Option<readonly C[]> => ({
  ...base,
  help,
  placeholder: 'one',
  choices,
  many: true,
  read: (given, name) => given.flatMap((value) => value.split(',')).map((value) => chosen(value, choices, name)),
});

/** A whole number; `fallback` when it is not given. */
export const integer = <F extends number | null>(
  help: string,
  limits: { readonly min: number; readonly max: number; readonly fallback: F },
): Option<number | F> => ({
  ...base,
  help,
  placeholder: 'number',
  defaultText: limits.fallback === null ? null : String(limits.fallback),
  read: (given, name) => {
    const value = once(given, name);
    if (value === null) return limits.fallback;
    const number = /^\d{1,9}$/u.test(value) ? Number(value) : Number.NaN;
    if (number >= limits.min && number <= limits.max) return number;
    throw misused(`${name} is a whole number from ${limits.min} to ${limits.max}, not "${value}"`);
  },
});

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A point in time: `2h` is two hours ago; everything else is handed to the server, which reads what has no offset in the tenant's zone. */
export const instant = (help: string): Option<string | null> => ({
  ...base,
  help: `${help} 2026-01-31T08:00, or 30m, 2h, 3d for so long ago.`,
  placeholder: 'time',
  read: (given, name, now) => {
    const value = once(given, name);
    if (value === null) return null;
    const ago = /^(\d{1,6})([smhdw])$/u.exec(value);
    if (ago !== null) return new Date(now - Number(ago[1]) * (unitMs[ago[2] as string] as number)).toISOString();
    if (!/^\d{4}-\d{2}-\d{2}/u.test(value))
      throw misused(`${name} is a time such as 2026-01-31T08:00, or 2h for two hours ago; not "${value}"`);
    return value;
  },
});

/** A point in time to come: `30d` is in thirty days. */
export const deadline = (help: string): Option<string | null> => ({
  ...base,
  help: `${help} 2026-12-31T00:00, or 12h, 30d from now.`,
  placeholder: 'time',
  read: (given, name, now) => {
    const value = once(given, name);
    const ahead = /^(\d{1,6})([smhdw])$/u.exec(value ?? '');
    if (ahead === null) return value;
    return new Date(now + Number(ahead[1]) * (unitMs[ahead[2] as string] as number)).toISOString();
  },
});

/** The same, but it must be given. */
export const required = <T>(option: Option<T | null>): Option<T> => ({
  ...option,
  help: `${option.help} Required.`,
  read: (given, name, now) => {
    const value = option.read(given, name, now);
    if (value === null) throw misused(`${name} is required`);
    return value;
  },
});
