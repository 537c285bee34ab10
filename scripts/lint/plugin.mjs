// Lint rules that Portico needs and oxlint does not ship.

/**
 * What these rules use of a syntax tree.
 * @typedef {{ type: string, name?: string, callee: Node, arguments: Node[], source?: Node & { value: unknown } }} Node
 * @typedef {{ options: string[][], report: (problem: { node: Node, messageId: string, data: Record<string, string> }) => void }} Context
 */

/** `new Date()` and `Date()` read the machine's clock behind the reader's back; `new Date(instant)` only converts. */
const noAmbientClock = {
  meta: {
    type: 'problem',
    messages: { clock: 'The core takes the time from its Clock port; `{{code}}` reads the ambient clock.' },
  },
  create(/** @type {Context} */ context) {
    const reportWithoutArguments = (/** @type {string} */ code) => (/** @type {Node} */ node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0) {
        context.report({ node, messageId: 'clock', data: { code } });
      }
    };
    return {
      NewExpression: reportWithoutArguments('new Date()'),
      CallExpression: reportWithoutArguments('Date()'),
    };
  },
};

/** The packages that a folder may import; its own files by relative path always may be. */
const onlyPackages = {
  meta: {
    type: 'problem',
    schema: [{ type: 'array', items: { type: 'string' } }],
    messages: { other: "'{{name}}' is not for this folder: it imports {{allowed}} and its own files only." },
  },
  create(/** @type {Context} */ context) {
    const allowed = context.options[0] ?? [];
    const check = (/** @type {Node} */ { source }) => {
      const name = source?.value;
      if (source === undefined || typeof name !== 'string' || name.startsWith('.') || allowed.includes(name)) return;
      context.report({ node: source, messageId: 'other', data: { name, allowed: allowed.join(', ') } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

export default {
  meta: { name: 'portico' },
  rules: { 'no-ambient-clock': noAmbientClock, 'only-packages': onlyPackages },
};
