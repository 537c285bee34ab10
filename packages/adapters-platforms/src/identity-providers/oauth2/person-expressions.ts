import { err, ok, type Result } from 'neverthrow';
import { compileExpression } from '../../profile/expression.ts';
import { globalFunctions } from '../../profile/functions.ts';
import { openScope, ProfileFault } from '../../profile/scope.ts';

/** Finds something in what a provider says of a person; never throws. */
export type PersonExpression = (roots: {
  readonly userinfo: unknown;
  readonly token: unknown;
}) => Result<unknown, { readonly message: string }>;

const functions = globalFunctions(() => null);

/** Compiles an expression of the profile language over `userinfo` and `token`, both JSON. */
export const compilePersonExpression = (text: string): Result<PersonExpression, { readonly message: string }> => {
  const safely = <T>(work: () => T): Result<T, { readonly message: string }> => {
    try {
      return ok(work());
    } catch (error) {
      if (error instanceof ProfileFault) return err({ message: error.message });
      throw error;
    }
  };
  return safely(() => compileExpression(text, { functions, roots: { userinfo: null, token: null }, locals: [] })).map(
    (evaluate) => (roots) => safely(() => evaluate(openScope(roots))),
  );
};
