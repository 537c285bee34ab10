import type { Instant } from '@portico/core';
import type { Principal, Scope } from '@portico/core/access';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Language } from '../problems/problems.ts';
import type { NoticeCode, Texts } from './texts/texts.ts';

/** A piece of a page. Everything put into an `html` template is escaped unless it is one of these. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every page and part is rendered with. */
export interface View {
  readonly language: Language;
  readonly texts: Texts;
  readonly now: Instant;
  /** IANA name. */
  readonly timezone: string;
  readonly visitor: Principal | null;
  /** Path and query of the page. */
  readonly here: string;
  readonly notice: NoticeCode | null;
  /** For commands to paste; without a trailing slash. */
  readonly publicUrl: string;
  readonly liveMs: number;
  readonly hasSandboxes: boolean;
}

export const may = (view: View, scope: Scope): boolean => allows(view.visitor, scope);

export const allows = (visitor: Principal | null | undefined, scope: Scope): boolean =>
  visitor != null && (visitor.scopes.includes('admin') || visitor.scopes.includes(scope));
