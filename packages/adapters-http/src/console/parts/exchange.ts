import type { Exchange } from '@portico/core/work';
import { html } from 'hono/html';
import { duration } from '../format.ts';
import { prettyBody } from '../pretty-body.ts';
import type { Html, View } from '../view.ts';

const purposes = {
  push: 'purposePush',
  token: 'purposeToken',
  'read-back': 'purposeReadBack',
  test: 'purposeTest',
} as const;

const message = (
  view: View,
  title: string,
  status: number | null,
  headers: Readonly<Record<string, string>>,
  body: string,
): Html => {
  const { todos } = view.texts;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return html`<div class="message">
    <h5>${title}${status === null ? '' : html` <code class="status">${status}</code>`}</h5>
    ${lines.length === 0 ? '' : html`<pre class="headers"><code>${lines.join('\n')}</code></pre>`}
    <pre tabindex="0"><code>${body === '' ? todos.noBody : prettyBody(body, headers)}</code></pre>
  </div>`;
};

/** One request and its answer, side by side where there is room. */
export const exchange = (view: View, { purpose, durationMs, request, response, error }: Exchange): Html => {
  const { todos } = view.texts;
  return html`<div class="exchange">
    <p class="exchange-head">
      <span class="tag">${todos[purposes[purpose]]}</span><code class="url">${request.method} ${request.url}</code
      ><span class="quiet nowrap">${duration(durationMs)}</span>
    </p>
    <div class="sides">
      ${message(view, todos.request, null, request.headers, request.body)}${
        response === null
          ? html`<div class="message">
              <h5>${todos.answer}</h5>
              <p class="no-answer">${todos.noAnswer}${error === null ? '' : html`: ${error}`}</p>
            </div>`
          : message(view, todos.answer, response.status, response.headers, response.body)
      }
    </div>
  </div>`;
};
