import { html } from 'hono/html';
import type { OpenApiDocument } from './openapi-document.ts';
import { schemaOutline, type SchemaNode } from './schema-outline.ts';

type Markup = ReturnType<typeof html>;

interface Media {
  readonly content?: Readonly<Record<string, { readonly schema?: SchemaNode }>>;
}

interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: SchemaNode;
  }[];
  readonly requestBody?: Media;
  readonly responses?: Readonly<Record<string, Media & { readonly description?: string }>>;
}

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const outlineOf = (media: Media | undefined): Markup | string => {
  const [schema] = Object.values(media?.content ?? {}).map((one) => one.schema);
  return schema === undefined ? '' : html`<pre>${schemaOutline(schema)}</pre>`;
};

const parameterRows = ({ parameters = [] }: Operation): Markup | string =>
  parameters.length === 0
    ? ''
    : html`<table>
        ${parameters.map(
          ({ in: where, name, required, schema = {}, description }) =>
            html`<tr>
              <td><code>${name}</code></td>
              <td>${where}${required === true ? '' : ', optional'}</td>
              <td><code>${schemaOutline(schema)}</code> ${description ?? schema.description ?? ''}</td>
            </tr>`,
        )}
      </table>`;

const section = ({ method, path, operation }: Entry): Markup =>
  html` <details id="${operation.operationId ?? ''}">
    <summary><b class="${method}">${method.toUpperCase()}</b> <code>${path}</code> ${operation.summary ?? ''}</summary>
    ${(operation.description ?? '').split('\n\n').map((paragraph) => html`<p>${paragraph}</p>`)}
    ${parameterRows(operation)}
    ${
      operation.requestBody === undefined
        ? ''
        : html`<h4>Body</h4>
            ${outlineOf(operation.requestBody)}`
    }
    ${Object.entries(operation.responses ?? {}).map(
      ([status, response]) =>
        html`<h4>${status}</h4>
          <p>${response.description ?? ''}</p>
          ${status < '300' ? outlineOf(response) : ''}`,
    )}
  </details>`;

/** Styles of the reader; served from our own origin. */
export const readerStyles = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
details { border: 1px solid #8884; border-radius: 6px; margin: .4rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; }
summary b { display: inline-block; min-width: 4.2rem; font-size: 12px; }
b.get { color: #1a7f37; } b.post { color: #0969da; } b.put, b.patch { color: #9a6700; } b.delete { color: #cf222e; }
pre { background: #8881; border-radius: 6px; overflow: auto; padding: .6rem; }
table { border-collapse: collapse; } td { border-top: 1px solid #8884; padding: .2rem .8rem .2rem 0; vertical-align: top; }
h4 { margin: .8rem 0 .2rem; }
`;

/** The API's reference as a page: plain HTML from the document, without scripts and without requests to anybody else. */
export const renderReader = (document: OpenApiDocument): Markup => {
  const entries = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): Entry => ({ method, path, operation: operation as Operation })),
  );
  const byTag = Map.groupBy(entries, ({ operation }) => operation.tags?.[0] ?? 'other');
  const schemas = Object.entries(document.components.schemas ?? {}).toSorted(([a], [b]) => a.localeCompare(b));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${document.info.title} API</title>
        <link rel="stylesheet" href="/docs/reader.css" />
      </head>
      <body>
        <h1>${document.info.title} API <small>${document.info.version}</small></h1>
        <p>${document.info.description}</p>
        <p><a href="/openapi.json">openapi.json</a></p>
        ${[...byTag].map(
          ([tag, list]) =>
            html`<h2>${tag}</h2>
              ${list.map(section)}`,
        )}
        <h2>Schemas</h2>
        ${schemas.map(
          ([name, schema]) =>
            html`<details id="schema-${name}">
              <summary><code>${name}</code></summary>
              <pre>${schemaOutline(schema as SchemaNode)}</pre>
            </details>`,
        )}
      </body>
    </html>`;
};
