import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApiDocument } from '../docs/openapi-document.ts';

const pointerPart = (text: string): string => encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Holds answers to the OpenAPI document: an answer that it does not describe throws. */
export const createAnswerValidator = (
  document: OpenApiDocument,
): ((method: string, path: string, answer: Answer) => void) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  const patterns = Object.keys(document.paths).map((path) => ({
    path,
    expression: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
  }));
  return (method, path, { status, headers, body }) => {
    const pattern = patterns.find(({ expression }) => expression.test(path))?.path;
    const operation = pattern === undefined ? undefined : document.paths[pattern]?.[method.toLowerCase() as 'get'];
    const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
    const failed = status >= 400;
    // What no operation stands for is answered with a problem all the same.
    const place =
      operation === undefined
        ? 'document#/components/schemas/Problem'
        : `document#/paths/${pointerPart(pattern ?? '')}/${method.toLowerCase()}/responses/${status}/content/${pointerPart(type)}/schema`;
    if (operation === undefined && !failed) throw new Error(`${method} ${path} is not documented`);
    if (operation !== undefined && operation.responses?.[status] === undefined)
      throw new Error(`${method} ${path}: status ${status} is not documented: ${JSON.stringify(body)}`);
    const validate = ajv.getSchema(place);
    if (validate === undefined) throw new Error(`${method} ${path}: ${status} ${type} is not documented`);
    if (validate(body) !== true)
      throw new Error(`${method} ${path} ${status}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`);
  };
};
