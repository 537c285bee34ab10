import type { MirrorUnit, PushOperation } from '@portico/core/task-center';
import { compileRules } from './answer-rules.ts';
import type { CompiledRule } from './answer-rules.ts';
import { callShape } from './call-roots.ts';
import type { Shape } from './expression.ts';
import { digestFunctions } from './digests.ts';
import { globalFunctions } from './functions.ts';
import { localTimeIn } from './local-time.ts';
import type { Operation, ProfileDocument, UnitOperations } from './profile-document.ts';
import { compileRequest } from './request-template.ts';
import type { RenderRequest } from './request-template.ts';
import type { Evaluate } from './scope.ts';
import { signFunctions } from './sign-functions.ts';
import { compileTemplate, createCompiler } from './template.ts';
import type { Compiler } from './template.ts';

export interface CompiledOperation {
  readonly render: RenderRequest;
  readonly item: Evaluate | null;
  readonly needsRemoteId: boolean;
  readonly refuse: readonly { readonly when: Evaluate; readonly pointer: string; readonly message: string }[];
  readonly answers: readonly CompiledRule[];
  /** What follows once it took effect, by name. */
  readonly afterwards: readonly { readonly when: Evaluate; readonly run: string }[];
  /** Finds out what an answer leaves open. */
  readonly confirm: CompiledOperation | null;
}

export interface CompiledVerify extends CompiledOperation {
  readonly state: Evaluate;
  readonly differs: Evaluate | null;
  readonly surplus: Evaluate | null;
  readonly variants: Evaluate | null;
  readonly more: Evaluate | null;
  readonly maxPages: number;
}

export interface CompiledUnit extends Readonly<Record<PushOperation, CompiledOperation>> {
  readonly verify: CompiledVerify | null;
  readonly resolve: CompiledOperation | null;
}

export interface CompiledProfile {
  readonly units: ReadonlyMap<MirrorUnit, CompiledUnit>;
  readonly prepare: ReadonlyMap<string, CompiledOperation>;
  readonly test: CompiledOperation | null;
  readonly token: {
    readonly render: RenderRequest;
    readonly answers: readonly CompiledRule[];
    readonly token: Evaluate;
    readonly expiresInSeconds: Evaluate | null;
  } | null;
  /** What every evaluation sees beside its call. */
  readonly constants: Readonly<Record<string, unknown>>;
}

const shapeOf = (names: readonly string[]): Shape => Object.fromEntries(names.map((name) => [name, null]));

const answerShape: Shape = { status: null, headers: null, body: null, text: null };

/**
 * Compiles a profile for one platform: every template and expression becomes a closure. Throws a `ProfileFault` that names the place in
 * the profile.
 */
export const compileProfile = (
  profile: ProfileDocument,
  open: {
    readonly base: URL;
    readonly timezone: string;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly secrets: Readonly<Record<string, string>>;
  },
): CompiledProfile => {
  const declared = profile.settings;
  const constantShape: Shape = {
    settings: shapeOf(declared.filter(({ type }) => type !== 'secret').map(({ name }) => name)),
    secrets: shapeOf(declared.filter(({ type }) => type === 'secret').map(({ name }) => name)),
    tables: shapeOf(Object.keys(profile.tables)),
  };
  const functions = new Map([...globalFunctions(localTimeIn(open.timezone)), ...digestFunctions, ...signFunctions]);
  const sendingShape: Shape = { ...constantShape, ...callShape, rendered: shapeOf(['body']) };
  const sending = createCompiler({ functions, roots: sendingShape });
  const judging = createCompiler({ functions, roots: { ...constantShape, ...callShape, ...answerShape } });
  const common = { headers: profile.headers, pointer: '/headers' };
  const commonRules = compileRules(profile.answers, '/answers', judging);

  const operation = (given: Operation, pointer: string, compiler: Compiler = sending): CompiledOperation => ({
    render: compileRequest(given.request, `${pointer}/request`, compiler, open.base, common),
    item: given.item === undefined ? null : compileTemplate(given.item, `${pointer}/item`, compiler),
    needsRemoteId: given.needsRemoteId,
    refuse: given.refuse.map(({ when, pointer: where, message }, index) => ({
      when: compiler.expression(when, `${pointer}/refuse/${index}/when`, []),
      pointer: where,
      message,
    })),
    answers: [...compileRules(given.answers, `${pointer}/answers`, judging), ...commonRules],
    afterwards: given.afterwards.map(({ when, run }, index) => ({
      when: judging.expression(when, `${pointer}/afterwards/${index}/when`, []),
      run,
    })),
    confirm: null,
  });

  const optional = (text: string | undefined, pointer: string, compiler: Compiler): Evaluate | null =>
    text === undefined ? null : compiler.expression(text, pointer, []);

  const unit = (given: UnitOperations, pointer: string): CompiledUnit => {
    const verify =
      given.verify === undefined
        ? null
        : {
            ...operation(given.verify, `${pointer}/verify`),
            state: judging.expression(given.verify.state, `${pointer}/verify/state`, []),
            differs: optional(given.verify.differs, `${pointer}/verify/differs`, judging),
            surplus: optional(given.verify.surplus, `${pointer}/verify/surplus`, judging),
            variants: optional(given.verify.variants, `${pointer}/verify/variants`, sending),
            more: optional(given.verify.more, `${pointer}/verify/more`, judging),
            maxPages: given.verify.maxPages,
          };
    const confirm = given.confirm === undefined ? verify : operation(given.confirm, `${pointer}/confirm`);
    const pushing = (one: Operation, name: string): CompiledOperation => ({
      ...operation(one, `${pointer}/${name}`),
      confirm,
    });
    const create = pushing(given.create, 'create');
    const update = given.update === undefined ? create : pushing(given.update, 'update');
    return {
      create,
      update,
      complete: given.complete === undefined ? update : pushing(given.complete, 'complete'),
      withdraw: pushing(given.withdraw, 'withdraw'),
      verify,
      resolve: given.resolve === undefined ? verify : operation(given.resolve, `${pointer}/resolve`),
    };
  };

  const units = new Map<MirrorUnit, CompiledUnit>();
  for (const name of profile.capabilities.units) {
    const given = profile.operations[name];
    if (given !== undefined) units.set(name, unit(given, `/operations/${name}`));
  }
  const { token } = profile;
  return {
    units,
    prepare: new Map(
      Object.entries(profile.prepare).map(([name, given]) => [name, operation(given, `/prepare/${name}`)]),
    ),
    test: profile.test === null ? null : operation(profile.test, '/test'),
    token:
      token === null
        ? null
        : {
            render: compileRequest(token.request, '/token/request', sending, open.base, { headers: {}, pointer: '' }),
            answers: compileRules(token.answers, '/token/answers', judging),
            token: judging.expression(token.token, '/token/token', []),
            expiresInSeconds:
              token.expiresInSeconds === null
                ? null
                : judging.expression(token.expiresInSeconds, '/token/expiresInSeconds', []),
          },
    constants: { settings: open.settings, secrets: open.secrets, tables: profile.tables },
  };
};
