import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { hidden } from '../parts/button.ts';
import { curlBlock } from '../parts/curl-block.ts';
import { inputField } from '../parts/field.ts';
import { icon } from '../parts/icon.ts';
import type { Html, View } from '../view.ts';

/** How to get in: by a link, or by an API key. */
export const signInPage = (view: View, next: string, problem: string | null): Html => {
  const { signIn } = view.texts;
  return html`<div class="sign-in">
    <h1>${signIn.title}</h1>
    ${problem === null ? '' : html`<p class="problem" role="alert">${icon('alert')}${problem}</p>`}
    <section class="panel">
      <h2>${signIn.withLink}</h2>
      <p>${signIn.howTo}</p>
      ${curlBlock(view, 'sign-in-command', 'Shell', 'npm run portico -- sign-in')}
    </section>
    <section class="panel">
      <h2>${signIn.withKey}</h2>
      <form method="post" action="${pages.signIn}">
        ${hidden({ next })}
        ${inputField({ name: 'key', label: signIn.keyLabel, value: '', type: 'password', help: signIn.keyHelp, autoComplete: 'current-password', maxLength: 256 })}
        <p class="form-actions"><button class="button primary" type="submit">${icon('key')}${signIn.submit}</button></p>
      </form>
    </section>
  </div>`;
};

/** Uses a link up by a form that sends itself: whatever merely previews the address leaves the link as it is. */
export const usingLinkPage = (view: View, token: string, next: string): Html => {
  const { signIn } = view.texts;
  return html`<div class="sign-in">
    <h1>${signIn.oneMoment}</h1>
    <form class="panel" method="post" action="${pages.signIn}" data-auto-submit>
      ${hidden({ token, next })}
      <p>${signIn.proceed}</p>
      <p class="form-actions"><button class="button primary" type="submit">${icon('key')}${signIn.submit}</button></p>
    </form>
  </div>`;
};
