import { canonicalJson } from '../work/fingerprint.ts';

/** One promise of a port, kept or broken by a subject; a broken one rejects. */
export interface ContractCase<Subject> {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<void>;
}

/** Throws unless both are the same as JSON. */
export const mustEqual = (actual: unknown, expected: unknown, what: string): void => {
  const [left, right] = [canonicalJson(actual), canonicalJson(expected)];
  if (left !== right) throw new Error(`${what}: expected ${right.slice(0, 2000)}, got ${left.slice(0, 2000)}`);
};

/** Throws unless it is so. */
export const must = (isSo: boolean, what: string): void => {
  if (!isSo) throw new Error(what);
};
