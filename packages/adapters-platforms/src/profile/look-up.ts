import type { CompiledOperation, CompiledProfile, CompiledVerify } from './compile-profile.ts';
import type { OperationRunner, Run, Settled } from './operation-runner.ts';
import { openScope, ProfileFault } from './scope.ts';
import type { Scope } from './scope.ts';

export interface LookUpResult {
  readonly verdict: Settled;
  /** Of the last answer. */
  readonly scope: Scope;
}

const mostVariants = 10;

const variantsOf = ({ variants }: CompiledVerify, roots: Readonly<Record<string, unknown>>): readonly unknown[] => {
  const list = variants?.(openScope(roots)) ?? [null];
  if (!Array.isArray(list) || list.length === 0 || list.length > mostVariants)
    throw new ProfileFault(`variants must be a list of 1 to ${mostVariants}`);
  return list;
};

const tooLong = (pages: number): Settled => ({
  kind: 'outcome',
  outcome: { kind: 'refused', reason: `not found on the first ${pages} pages, and there are more` },
});

/**
 * Asks for an object. A platform that has only lists is asked for one after the other, page by page, until one holds it; it counts as
 * missing once all of them were read to their ends.
 */
export const lookUp = async (
  { runner, compiled }: { readonly runner: OperationRunner; readonly compiled: CompiledProfile },
  operation: CompiledOperation | CompiledVerify,
  roots: Readonly<Record<string, unknown>>,
  run: Run,
): Promise<LookUpResult> => {
  if (!('variants' in operation)) return runner.run(operation, roots, run, 'read-back');
  let last: LookUpResult | null = null;
  for (const variant of variantsOf(operation, { ...compiled.constants, ...roots })) {
    for (let page = 1; ; page += 1) {
      last = await runner.run(operation, { ...roots, variant, page }, run, 'read-back');
      if (last.verdict.kind === 'outcome' || last.verdict.found !== 'missing') return last;
      if (operation.more?.(last.scope) !== true) break;
      if (page >= operation.maxPages) return { ...last, verdict: tooLong(page) };
    }
  }
  if (last === null) throw new ProfileFault('variants must be a list that is not empty');
  return last;
};
