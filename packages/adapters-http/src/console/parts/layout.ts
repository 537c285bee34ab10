import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { assetAddress } from '../assets.ts';
import { placesFor } from '../places.ts';
import type { Html, View } from '../view.ts';
import { icon } from './icon.ts';

const navigation = (view: View): Html => {
  const path = view.here.split('?')[0] ?? '/';
  const isHere = (href: string): boolean =>
    href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
  return html`<nav aria-label="${view.texts.common.navigation}">
    <ul>
      ${placesFor(view).map(
        ({ href, name, icon: drawing }) =>
          html`<li>
            <a href="${href}" ${isHere(href) ? html` aria-current="page"` : ''}
              >${icon(drawing)}<span>${view.texts.common[name]}</span></a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
};

const account = (view: View): Html => {
  const { common } = view.texts;
  const other = view.language === 'en' ? 'zh-CN' : 'en';
  const [path = '/', query = ''] = view.here.split('?');
  const elsewhere = withQuery(path, { ...Object.fromEntries(new URLSearchParams(query)), lang: other });
  return html`<div class="account">
    <a href="${elsewhere}" lang="${other}" hreflang="${other}">${common.otherLanguage}</a>${
      view.visitor === null
        ? ''
        : html`<a class="wide" href="/docs">${common.apiDocs}</a>
            <form class="inline" method="post" action="${pages.signOut}">
              <button class="link" type="submit" title="${common.signedInAs(view.visitor.name)}">
                ${common.signOut}
              </button>
            </form>`
    }
  </div>`;
};

/** A whole page. `content` follows the heading that it brings itself. */
export const layout = (view: View, title: string, content: Html): Html => {
  const { common, notices } = view.texts;
  return html`<!doctype html>
    <html lang="${view.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content='{"includeIndicatorCSS":false,"history":false,"defaultTimeout":10000}' />
        <title>${title} · Portico</title>
        <link rel="icon" href="${assetAddress('icon.svg')}" type="image/svg+xml" />
        <link rel="stylesheet" href="${assetAddress('console.css')}" />
        <script src="${assetAddress('htmx.js')}" defer></script>
        <script src="${assetAddress('console.js')}" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">${common.skip}</a>
        <header class="top">
          <a class="brand" href="/"
            ><img src="${assetAddress('icon.svg')}" alt="" width="22" height="22" /><span>Portico</span></a
          >${view.visitor === null ? '' : navigation(view)}${account(view)}
        </header>
        <p class="offline" id="offline" role="alert" hidden>${common.connectionLost}</p>
        <main id="main" tabindex="-1">
          ${view.notice === null ? '' : html`<p class="notice" role="status" data-notice>${icon('check')}${notices[view.notice]}</p>`}
          ${content}
        </main>
      </body>
    </html>`;
};
