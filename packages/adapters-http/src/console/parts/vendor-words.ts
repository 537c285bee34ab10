import { explainWords, type PlatformKind } from '@portico/core/task-center';
import { html } from 'hono/html';
import type { Html, View } from '../view.ts';

/** What a vendor's words mean and what to do about it, where its kind knows them; else the general advice. */
export const vendorWords = (view: View, kind: PlatformKind | null, words: string, general: string): Html => {
  const { failures } = view.texts;
  const found = explainWords(kind?.errors, words);
  if (found === null) return html`<p class="advice"><strong>${failures.advice}</strong> ${general}</p>`;
  return html`<p class="advice">
      <strong>${failures.meaning}</strong> <code>${found.code}</code> ${found.meaning[view.language]}
    </p>
    <p class="advice"><strong>${failures.advice}</strong> ${found.advice[view.language]}</p>`;
};
