import { err, ok, type Result } from 'neverthrow';
import type { SourceRow, SourceTrouble } from '@portico/core/sources';
import type { SettingsIssue } from '@portico/core/task-center';
import { z } from 'zod';
import type { NoAnswer, VendorAnswer, VendorRequest } from '../../http/vendor-client.ts';
import type { Shape } from '../../profile/expression.ts';
import { globalFunctions, isMap } from '../../profile/functions.ts';
import { parseJsonText } from '../../profile/json-text.ts';
import { localTimeIn } from '../../profile/local-time.ts';
import { requestSchema } from '../../profile/profile-document.ts';
import { compileRequest } from '../../profile/request-template.ts';
import { openScope, ProfileFault } from '../../profile/scope.ts';
import { compileTemplate, createCompiler } from '../../profile/template.ts';

/** One question to an engine's API: how to ask, and how rows are made of the answer. */
const questionSchema = z.strictObject({
  request: requestSchema,
  /** Whether the answer is one; CEL. */
  ok: z.string().min(1).max(2_000).default('status == 200'),
  /** The list in the answer; CEL. */
  items: z.string().min(1).max(2_000),
  /** By the names of columns; `item` is one of the list. */
  row: z.record(z.string().max(64), z.unknown()).refine((row) => Object.keys(row).length <= 60),
});

/** What templates may name. */
const shape: Shape = {
  place: { since: null, after: null },
  limit: null,
  secrets: null,
  status: null,
  headers: null,
  body: null,
};

export interface QuestionRoots {
  readonly place: { readonly since: string | null; readonly after: string | null };
  readonly limit: number;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface Question {
  request(roots: QuestionRoots): Result<VendorRequest, SourceTrouble>;
  rows(answer: VendorAnswer | NoAnswer, roots: QuestionRoots): Result<readonly SourceRow[], SourceTrouble>;
}

const troubleOf = (fault: unknown): SourceTrouble => {
  if (!(fault instanceof ProfileFault)) throw fault;
  return {
    code: 'SOURCE_REFUSED',
    message: `${fault.pointer === null ? '' : `${fault.pointer}: `}${fault.message}`.slice(0, 500),
  };
};

const safely = <T>(work: () => T): Result<T, SourceTrouble> => {
  try {
    return ok(work());
  } catch (fault) {
    return err(troubleOf(fault));
  }
};

const unavailable = (message: string): SourceTrouble => ({ code: 'SOURCE_UNAVAILABLE', message });

/** What an answer that holds no rows says. Web pages are log-ins and errors of gateways. */
const troubleOfStatus = ({ status, text }: VendorAnswer): SourceTrouble => {
  const words = `HTTP ${status}: ${text.replaceAll(/\s+/gu, ' ').slice(0, 200)}`;
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
  return { code: refused ? 'SOURCE_REFUSED' : 'SOURCE_UNAVAILABLE', message: words };
};

/** Compiles a question as a user wrote it; every mistake is told with its place. */
export const compileQuestion = (
  document: unknown,
  pointer: string,
  baseUrl: URL,
  headers: Readonly<Record<string, string>>,
  timezone: string,
): Result<Question, readonly SettingsIssue[]> => {
  const parsed = questionSchema.safeParse(document);
  if (!parsed.success)
    return err(
      parsed.error.issues
        .slice(0, 10)
        .map(({ path, message }) => ({ pointer: [pointer, ...path.map(String)].join('/'), message })),
    );
  const { request, ok: isOk, items, row } = parsed.data;
  try {
    const compiler = createCompiler({ functions: globalFunctions(localTimeIn(timezone)), roots: shape });
    const common = { headers, pointer: '/settings/headers' };
    const render = compileRequest(request, `${pointer}/request`, compiler, baseUrl, common);
    const accepts = compiler.expression(isOk, `${pointer}/ok`, []);
    const listed = compileTemplate({ $each: items, as: 'item', item: row }, `${pointer}/items`, compiler);
    return ok({
      request: (roots) => safely(() => render(openScope({ ...roots })).request),
      rows: (answer, roots) => {
        if (answer.kind === 'no-answer')
          return err(
            answer.cause === 'oversize'
              ? { code: 'SOURCE_DATA', message: 'The answer is too large: ask for fewer rows at once.' }
              : answer.cause === 'forbidden'
                ? { code: 'SOURCE_REFUSED', message: answer.message }
                : unavailable(answer.message),
          );
        const body = parseJsonText(answer.text);
        const scope = openScope({ ...roots, status: answer.status, headers: answer.headers, body: body ?? null });
        return safely(() => accepts(scope) === true).andThen((accepted) => {
          if (!accepted || body === undefined) return err(troubleOfStatus(answer));
          return safely(() => listed(openScope(scope.roots))).andThen((list) =>
            Array.isArray(list) && list.every(isMap)
              ? ok(list as readonly SourceRow[])
              : err<readonly SourceRow[], SourceTrouble>({
                  code: 'SOURCE_DATA',
                  message: 'The answer holds no list of rows.',
                }),
          );
        });
      },
    });
  } catch (fault) {
    if (!(fault instanceof ProfileFault)) throw fault;
    return err([{ pointer: fault.pointer ?? pointer, message: fault.message }]);
  }
};
