import type { Scope } from '@portico/core/access';
import type { CoreFailure } from '../problems/core-failure.ts';
import type { ProblemContent } from './pages/problem.ts';
import type { Texts } from './texts/texts.ts';

/** Why a page cannot be shown. */
export type PageFailure =
  | CoreFailure
  | { readonly code: 'PAGE_UNKNOWN' }
  | { readonly code: 'SCOPE_MISSING'; readonly scope: Scope }
  | { readonly code: 'CROSS_SITE' }
  | { readonly code: 'FORM_TOO_LARGE' }
  | { readonly code: 'DEFECT'; readonly requestId: string };

export type ProblemStatus = 400 | 403 | 404 | 409 | 413 | 422 | 500 | 503;

/** What to say about a failure, and with what status. */
export const problemPage = (
  failure: PageFailure,
  { problemPage: texts }: Texts,
): ProblemContent & { readonly status: ProblemStatus } => {
  const says = (
    status: ProblemStatus,
    title: string,
    text: string,
    details: readonly string[] = [],
    mayRetry = false,
  ) => ({ status, title, text, details, mayRetry }) as const;
  switch (failure.code) {
    case 'STORE_UNAVAILABLE':
    case 'STORE_CONFLICT':
      // What the store said stays in the server: it may name hosts and statements.
      return says(503, texts.storeTitle, texts.storeText, [], true);
    case 'STORE_DATA':
      return says(422, texts.dataTitle, texts.dataText);
    case 'NOT_FOUND':
    case 'PAGE_UNKNOWN':
      return says(404, texts.notFoundTitle, texts.notFoundText);
    case 'CONFLICT':
    case 'SNAPSHOT_NEEDS_CONFIRMATION':
      return says(409, texts.conflictTitle, failure.message);
    case 'JOB_STATE':
      return says(409, texts.conflictTitle, failure.state);
    case 'INVALID':
    case 'CALLBACK_FORGED':
    case 'CALLBACK_STALE':
    case 'CALLBACK_MALFORMED':
      return says(400, texts.invalidTitle, failure.message, [failure.pointer]);
    case 'SETTINGS_INVALID':
      return says(
        400,
        texts.invalidTitle,
        '',
        failure.issues.map(({ pointer, message }) => `${pointer}: ${message}`),
      );
    case 'SCOPE_MISSING':
    case 'FORBIDDEN':
      return says(403, texts.forbiddenTitle, texts.forbiddenText(failure.scope));
    case 'UNAUTHENTICATED':
    case 'CROSS_SITE':
      return says(403, texts.crossSiteTitle, texts.crossSiteText);
    case 'FORM_TOO_LARGE':
      return says(413, texts.tooLargeTitle, texts.tooLargeText);
    case 'DEFECT':
      return says(500, texts.internalTitle, texts.internalText, [failure.requestId]);
  }
};
