import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { HttpContext } from '../api/route.ts';

/** Tries to sign in that one browser may have under way: one a window. */
const slots = 4;

/** Browsers keep no cookie that is longer. */
const longestCookie = 3_900;

/** The cookies of people who sign in. On https no neighbour of ours can set them: the prefix binds them to this very host. */
export interface PeopleCookies {
  session(context: HttpContext): string | null;
  keepSession(context: HttpContext, token: string, maxAgeSeconds: number): void;
  dropSession(context: HttpContext): void;
  attempts(context: HttpContext): readonly string[];
  /** False when it is longer than browsers keep. */
  keepAttempt(context: HttpContext, attempt: string, maxAgeSeconds: number): boolean;
  /** All of them: whoever has signed in needs none any more. */
  dropAttempts(context: HttpContext): void;
}

export const createPeopleCookies = (publicUrl: () => string): PeopleCookies => {
  const secure = (): boolean => publicUrl().startsWith('https:');
  const named = (name: string): string => (secure() ? `__Host-${name}` : name);
  const attributes = () => ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: secure() }) as const;
  const slotNames = (): readonly string[] => Array.from({ length: slots }, (_, index) => named(`portico_sso_${index}`));
  const sessionName = (): string => named('portico_person');
  return {
    session: (context) => getCookie(context, sessionName()) ?? null,
    keepSession: (context, token, maxAge) => setCookie(context, sessionName(), token, { ...attributes(), maxAge }),
    dropSession: (context) => void deleteCookie(context, sessionName(), attributes()),
    attempts: (context) => slotNames().flatMap((name) => getCookie(context, name) ?? []),
    keepAttempt(context, attempt, maxAge) {
      const names = slotNames();
      const name = names.find((slot) => getCookie(context, slot) === undefined) ?? names[0];
      if (name === undefined || attempt.length > longestCookie) return false;
      setCookie(context, name, attempt, { ...attributes(), maxAge });
      return true;
    },
    dropAttempts(context) {
      for (const name of slotNames())
        if (getCookie(context, name) !== undefined) deleteCookie(context, name, attributes());
    },
  };
};
