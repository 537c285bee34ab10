import { err, ok, type Result } from 'neverthrow';
import type { PortalTemplates } from '@portico/core/task-center';
import type { Shape } from '../profile/expression.ts';
import { globalFunctions } from '../profile/functions.ts';
import { localTimeIn } from '../profile/local-time.ts';
import { openScope, ProfileFault } from '../profile/scope.ts';
import { compileTemplate, createCompiler } from '../profile/template.ts';

/** What a portal's templates may name; `todos` are given by `$each`. */
const roots: Shape = {
  person: null,
  page: null,
  size: null,
  state: null,
  total: null,
  counts: { open: null, done: null, categories: null },
  todos: null,
  settings: null,
  code: null,
  message: null,
};

const limits = { depth: 20, characters: 20_000 } as const;

const depthOf = (value: unknown, depth = 0): number =>
  typeof value !== 'object' || value === null || depth > limits.depth
    ? depth
    : Object.values(value).reduce<number>((deepest, member) => Math.max(deepest, depthOf(member, depth + 1)), depth);

const safely = <T>(work: () => T): Result<T, ProfileFault> => {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof ProfileFault) return err(error);
    throw error;
  }
};

/** Portals' answers in the language of platform profiles. `timezone`: IANA name of the zone that `localTime` writes. */
export const createPortalTemplates = (timezone: string): PortalTemplates => {
  const functions = globalFunctions(localTimeIn(timezone));
  return {
    compile: (template, pointer) => {
      const issueOf = (message: string, at: string) =>
        err({ code: 'SETTINGS_INVALID' as const, issues: [{ pointer: at, message }] });
      if (depthOf(template) > limits.depth) return issueOf(`is nested more than ${limits.depth} deep`, pointer);
      if ((JSON.stringify(template ?? null) ?? '').length > limits.characters)
        return issueOf(`is longer than ${limits.characters} characters`, pointer);
      const compiled = safely(() => compileTemplate(template ?? null, pointer, createCompiler({ functions, roots })));
      if (compiled.isErr()) return issueOf(compiled.error.message, compiled.error.pointer ?? pointer);
      const render = compiled.value;
      return ok((given) =>
        safely(() => render(openScope(given)) ?? null).mapErr(({ message, pointer: at }) => ({
          message: at === null ? message : `${at}: ${message}`,
        })),
      );
    },
  };
};
