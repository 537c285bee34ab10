import { Environment } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import { expectBool, expectList, expectNumber, isMap, member, methods } from './functions.ts';
import type { ExpressionFunction } from './functions.ts';
import { evaluationLimits, ProfileFault } from './scope.ts';
import type { Evaluate, Scope } from './scope.ts';

/** Characters of one expression, and how deep its loops may nest. */
export const expressionLimits = { length: 2_000, nestedLoops: 2 } as const;

/** Members that are known; null where anything may follow. */
export interface Shape {
  readonly [name: string]: Shape | null;
}

/** What an expression may name. */
export interface Names {
  readonly functions: ReadonlyMap<string, ExpressionFunction>;
  /** Values from outside. Where the members are known, naming any other one is a mistake. */
  readonly roots: Shape;
  /** Variables of enclosing loops, outermost first. */
  readonly locals: readonly string[];
}

// Only the parser is used: it bounds the tree. Evaluation is by closures, so that every step can be counted.
const parser = new Environment({
  limits: { maxAstNodes: 400, maxDepth: 40, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 },
});

const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object';

const equals = (a: unknown, b: unknown): boolean => {
  if (a === null || b === null) return a === b;
  if (!isScalar(a) || !isScalar(b)) throw new ProfileFault('only scalars can be compared');
  return a === b;
};

const ordered = (a: unknown, b: unknown, scope: Scope): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') {
    scope.budget.read(a);
    return a < b ? -1 : a > b ? 1 : 0;
  }
  throw new ProfileFault('only two numbers or two strings have an order');
};

const add = (a: unknown, b: unknown, scope: Scope): unknown => {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length + b.length > evaluationLimits.textLength) throw new ProfileFault('makes too long a string');
    scope.budget.write(b.length);
    return a + b;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return [...expectList(a, '+', scope.budget), ...expectList(b, '+', scope.budget)];
  }
  throw new ProfileFault('+ needs two numbers, two strings or two lists');
};

const isIn = (sought: unknown, where: unknown, scope: Scope): boolean => {
  if (isMap(where)) return (typeof sought === 'string' || typeof sought === 'number') && Object.hasOwn(where, sought);
  return expectList(where, 'in', scope.budget).some((element) => isScalar(element) && element === sought);
};

type Binary = (a: unknown, b: unknown, scope: Scope) => unknown;

const arithmetic =
  (operator: string, compute: (a: number, b: number) => number): Binary =>
  (a, b) => {
    const result = compute(expectNumber(a, operator), expectNumber(b, operator));
    if (!Number.isFinite(result)) throw new ProfileFault(`${operator} has no finite result`);
    return result;
  };

const binaries: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['==', equals],
  ['!=', (a, b) => !equals(a, b)],
  ['<', (a, b, scope) => ordered(a, b, scope) < 0],
  ['<=', (a, b, scope) => ordered(a, b, scope) <= 0],
  ['>', (a, b, scope) => ordered(a, b, scope) > 0],
  ['>=', (a, b, scope) => ordered(a, b, scope) >= 0],
  ['in', isIn],
  ['+', add],
  ['-', arithmetic('-', (a, b) => a - b)],
  ['*', arithmetic('*', (a, b) => a * b)],
  ['/', arithmetic('/', (a, b) => a / b)],
  ['%', arithmetic('%', (a, b) => a % b)],
]);

type Loop = (elements: readonly unknown[], hold: (element: unknown) => unknown) => unknown;

const test = (value: unknown): boolean => expectBool(value, 'the condition of a loop');

const loops: ReadonlyMap<string, Loop> = new Map<string, Loop>([
  ['map', (elements, hold) => elements.map(hold)],
  ['filter', (elements, hold) => elements.filter((element) => test(hold(element)))],
  ['all', (elements, hold) => elements.every((element) => test(hold(element)))],
  ['exists', (elements, hold) => elements.some((element) => test(hold(element)))],
  ['exists_one', (elements, hold) => elements.filter((element) => test(hold(element))).length === 1],
]);

interface Place {
  readonly names: Names;
  readonly depth: number;
}

const literal = (value: unknown): Evaluate => {
  const plain = typeof value === 'bigint' ? Number(value) : value;
  if (typeof plain === 'number' && !Number.isSafeInteger(plain) && typeof value === 'bigint')
    throw new ProfileFault(`${value} is too large a number`);
  if (plain !== null && typeof plain === 'object')
    throw new ProfileFault('bytes, durations and timestamps cannot be used');
  return () => plain;
};

const variable = (name: string, { names }: Place): Evaluate => {
  const local = names.locals.lastIndexOf(name);
  if (local !== -1) return ({ locals }) => locals[local] ?? null;
  if (!Object.hasOwn(names.roots, name)) throw new ProfileFault(`${name} is not known here`);
  return ({ roots }) => roots[name] ?? null;
};

const shapeOf = (node: ASTNode, names: Names): Shape | null => {
  if (node.op === 'id')
    return names.locals.includes(node.args) || !Object.hasOwn(names.roots, node.args)
      ? null
      : (names.roots[node.args] ?? null);
  return node.op === '.' ? (shapeOf(node.args[0], names)?.[node.args[1]] ?? null) : null;
};

const access = (of: ASTNode, name: string, place: Place): Evaluate => {
  const shape = shapeOf(of, place.names);
  if (shape !== null && !Object.hasOwn(shape, name))
    throw new ProfileFault(`there is no ${name} here, only ${Object.keys(shape).join(', ') || 'nothing'}`);
  const object = compileNode(of, place);
  return (scope) => {
    const value = object(scope);
    // Own members only; null goes through, so that optional parts need no conditions.
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? ((value as Readonly<Record<string, unknown>>)[name] ?? null)
      : null;
  };
};

const compileLoop = (name: string, receiver: ASTNode, args: readonly ASTNode[], place: Place): Evaluate => {
  const run = loops.get(name);
  const [declared, body, ...rest] = args;
  if (run === undefined || declared?.op !== 'id' || body === undefined || rest.length > 0) {
    throw new ProfileFault(`${name} takes a variable and one expression`);
  }
  if (place.depth >= expressionLimits.nestedLoops)
    throw new ProfileFault(`loops nest at most ${expressionLimits.nestedLoops} deep`);
  const list = compileNode(receiver, place);
  const index = place.names.locals.length;
  const inner: Place = {
    names: { ...place.names, locals: [...place.names.locals, declared.args] },
    depth: place.depth + 1,
  };
  const hold = compileNode(body, inner);
  return (scope) => {
    const elements = expectList(list(scope), name, scope.budget);
    return run(elements, (element) => {
      scope.locals[index] = element;
      return hold(scope);
    });
  };
};

const compileCall = (
  name: string,
  found: ExpressionFunction | undefined,
  args: readonly ASTNode[],
  place: Place,
): Evaluate => {
  if (found === undefined) throw new ProfileFault(`there is no function ${name}`);
  if (args.length !== found.arity)
    throw new ProfileFault(`${name} is called with ${args.length} values instead of ${found.arity}`);
  const values = args.map((argument) => compileNode(argument, place));
  const { call } = found;
  return (scope) => {
    scope.budget.step(1);
    return call(
      values.map((value) => value(scope)),
      scope.budget,
    );
  };
};

const has = (args: readonly ASTNode[], place: Place): Evaluate => {
  const [path, ...rest] = args;
  if (path === undefined || rest.length > 0) throw new ProfileFault('has takes one value');
  const value = compileNode(path, place);
  return (scope) => value(scope) !== null;
};

const compileMap = (entries: readonly (readonly [ASTNode, ASTNode])[], place: Place): Evaluate => {
  const parts = entries.map(([key, value]) => {
    if (key.op !== 'value' || typeof key.args !== 'string' || key.args === '__proto__')
      throw new ProfileFault('the names in a map must be plain strings');
    return [key.args, compileNode(value, place)] as const;
  });
  return (scope) => Object.fromEntries(parts.map(([name, value]) => [name, value(scope)]));
};

const compileNode = (node: ASTNode, place: Place): Evaluate => {
  const compile = (child: ASTNode): Evaluate => compileNode(child, place);
  switch (node.op) {
    case 'value':
      return literal(node.args);
    case 'id':
      return variable(node.args, place);
    case '.':
      return access(node.args[0], node.args[1], place);
    case '[]': {
      const [of, key] = [compile(node.args[0]), compile(node.args[1])];
      return (scope) => member(of(scope), key(scope));
    }
    case 'call':
      return node.args[0] === 'has'
        ? has(node.args[1], place)
        : compileCall(node.args[0], place.names.functions.get(node.args[0]), node.args[1], place);
    case 'rcall': {
      const [name, receiver, args] = node.args;
      if (loops.has(name)) return compileLoop(name, receiver, args, place);
      return compileCall(name, methods.get(name), [receiver, ...args], place);
    }
    case 'list': {
      const elements = node.args.map(compile);
      return (scope) => elements.map((element) => element(scope));
    }
    case 'map':
      return compileMap(node.args, place);
    case '?:': {
      const [condition, yes, no] = [compile(node.args[0]), compile(node.args[1]), compile(node.args[2])];
      return (scope) => (expectBool(condition(scope), '?:') ? yes(scope) : no(scope));
    }
    case '||': {
      const [left, right] = [compile(node.args[0]), compile(node.args[1])];
      return (scope) => expectBool(left(scope), '||') || expectBool(right(scope), '||');
    }
    case '&&': {
      const [left, right] = [compile(node.args[0]), compile(node.args[1])];
      return (scope) => expectBool(left(scope), '&&') && expectBool(right(scope), '&&');
    }
    case '!_': {
      const value = compile(node.args);
      return (scope) => !expectBool(value(scope), '!');
    }
    case '-_': {
      const value = compile(node.args);
      return (scope) => -expectNumber(value(scope), '-');
    }
    default: {
      const binary = binaries.get(node.op);
      if (binary === undefined || !Array.isArray(node.args)) throw new ProfileFault(`${node.op} cannot be used`);
      const [left, right] = (node.args as readonly ASTNode[]).map(compile);
      if (left === undefined || right === undefined) throw new ProfileFault(`${node.op} cannot be used`);
      return (scope) => binary(left(scope), right(scope), scope);
    }
  }
};

/**
 * Compiles an expression in the syntax of CEL (cel.dev) to a closure. It differs from CEL where profiles need it to: numbers are JSON's,
 * a missing member is null and so is any member of null, only scalars compare, and there is neither `matches` nor anything else
 * whose cost cannot be counted. Throws a `ProfileFault`.
 */
export const compileExpression = (text: string, names: Names): Evaluate => {
  if (text.length > expressionLimits.length)
    throw new ProfileFault(`is longer than ${expressionLimits.length} characters`);
  let tree: ASTNode;
  try {
    tree = parser.parse(text).ast;
  } catch (error) {
    const summary = error instanceof Error ? ((error as { summary?: string }).summary ?? error.message) : String(error);
    throw new ProfileFault(`is no expression: ${summary}`);
  }
  return compileNode(tree, { names, depth: 0 });
};
