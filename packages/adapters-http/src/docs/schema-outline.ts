/** As much of JSON Schema as the reader shows. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly description?: string;
}

const deepest = 12;

const union = (nodes: readonly SchemaNode[], depth: number): string =>
  nodes.map((node) => schemaOutline(node, depth)).join(' | ');

const objectOutline = ({ properties = {}, required = [], additionalProperties }: SchemaNode, depth: number): string => {
  const indent = '  '.repeat(depth + 1);
  const lines = Object.entries(properties).map(([name, node]) => {
    const note = node.description === undefined ? '' : `  // ${node.description}`;
    return `${indent}${name}${required.includes(name) ? '' : '?'}: ${schemaOutline(node, depth + 1)}${note}`;
  });
  if (typeof additionalProperties === 'object')
    lines.push(`${indent}[name]: ${schemaOutline(additionalProperties, depth + 1)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
};

/** A schema as a reader takes it in: field by field, a question mark where one may be absent. */
export const schemaOutline = (node: SchemaNode, depth = 0): string => {
  if (depth > deepest) return '…';
  if (node.$ref !== undefined) return node.$ref.slice(node.$ref.lastIndexOf('/') + 1);
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum !== undefined) return node.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = node.anyOf ?? node.oneOf;
  if (choices !== undefined) return union(choices, depth);
  if (node.allOf !== undefined) return node.allOf.map((part) => schemaOutline(part, depth)).join(' & ');
  if (node.properties !== undefined || node.type === 'object') return objectOutline(node, depth);
  if (node.type === 'array') return `[${schemaOutline(node.items ?? {}, depth)}]`;
  if (node.type === undefined) return 'any';
  const types = typeof node.type === 'string' ? node.type : node.type.join(' | ');
  return node.format === undefined ? types : `${types} (${node.format})`;
};
