import { compileExpression } from './expression.ts';
import type { Names } from './expression.ts';
import { fillPlaces, placeWithout } from './fill-places.ts';
import { expectBool, expectList, isMap, textOf, weigh } from './functions.ts';
import { located, ProfileFault } from './scope.ts';
import type { Evaluate, Scope } from './scope.ts';

/** Counts the expressions of a profile, so that their number stays bounded. */
export interface Compiler {
  expression(text: string, pointer: string, locals: readonly string[]): Evaluate;
}

export const maxExpressions = 500;

export const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** Compiles the expressions of one profile. Faults name the place in the profile, at compilation and at every evaluation. */
export const createCompiler = (names: Omit<Names, 'locals'>): Compiler => {
  let count = 0;
  return {
    expression: (text, pointer, locals) => {
      count += 1;
      if (count > maxExpressions) throw new ProfileFault(`there are more than ${maxExpressions} expressions`, pointer);
      try {
        const evaluate = compileExpression(text, { ...names, locals });
        return (scope) => {
          try {
            return evaluate(scope);
          } catch (error) {
            throw located(error, pointer);
          }
        };
      } catch (error) {
        throw located(error, pointer);
      }
    },
  };
};

/** Where the `}` is that ends an expression: quotes and nested braces are stepped over. */
const expressionEnd = (text: string, from: number): number => {
  let depth = 0;
  let quote = '';
  for (let index = from; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (quote !== '') {
      if (character === '\\') index += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      if (depth === 0) return index;
      depth -= 1;
    }
  }
  return -1;
};

type Piece = { readonly text: string } | { readonly expression: string };

const pieces = (text: string, pointer: string): readonly Piece[] => {
  const found: Piece[] = [];
  let at = 0;
  let plain = '';
  while (at < text.length) {
    const next = text.indexOf('${', at);
    if (next === -1) break;
    if (text[next - 1] === '$' && next > at) {
      plain += `${text.slice(at, next - 1)}\${`;
      at = next + 2;
      continue;
    }
    const end = expressionEnd(text, next + 2);
    if (end === -1) throw new ProfileFault('a ${ has no }', pointer);
    plain += text.slice(at, next);
    if (plain !== '') found.push({ text: plain });
    plain = '';
    found.push({ expression: text.slice(next + 2, end) });
    at = end + 1;
  }
  plain += text.slice(at);
  if (plain !== '' || found.length === 0) found.push({ text: plain });
  return found;
};

const interpolate =
  (parts: readonly (string | Evaluate)[]): Evaluate =>
  (scope) => {
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : textOf(part(scope), 'a string');
    scope.budget.write(text.length);
    return text;
  };

const compileText = (text: string, pointer: string, compiler: Compiler, locals: readonly string[]): Evaluate => {
  if (!text.includes('${')) return () => text;
  const parts = pieces(text, pointer);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    if ('text' in only) return () => only.text;
    const evaluate = compiler.expression(only.expression, pointer, locals);
    return (scope) => {
      const value = evaluate(scope);
      try {
        if (typeof value === 'string') scope.budget.write(value.length + 2);
        else weigh(value, scope.budget);
      } catch (error) {
        throw located(error, pointer);
      }
      return value;
    };
  }
  const run = interpolate(
    parts.map((part) => ('text' in part ? part.text : compiler.expression(part.expression, pointer, locals))),
  );
  return (scope) => {
    try {
      return run(scope);
    } catch (error) {
      throw located(error, pointer);
    }
  };
};

const directive = (
  template: Readonly<Record<string, unknown>>,
  name: string,
  allowed: readonly string[],
  pointer: string,
): string => {
  const value = template[name];
  if (typeof value !== 'string') throw new ProfileFault('must be an expression', `${pointer}/${name}`);
  const other = Object.keys(template).find((key) => !allowed.includes(key));
  if (other !== undefined) throw new ProfileFault(`cannot stand beside ${name}`, `${pointer}/${escapePointer(other)}`);
  return value;
};

const variableName = /^[a-z][A-Za-z0-9]{0,30}$/u;

const compileEach = (
  template: Readonly<Record<string, unknown>>,
  pointer: string,
  compiler: Compiler,
  locals: readonly string[],
): Evaluate => {
  const source = directive(template, '$each', ['$each', 'as', 'item'], pointer);
  const { as, item } = template;
  if (typeof as !== 'string' || !variableName.test(as)) throw new ProfileFault('must be a short name', `${pointer}/as`);
  if (locals.length >= 2) throw new ProfileFault('loops nest at most 2 deep', pointer);
  const list = compiler.expression(source, `${pointer}/$each`, locals);
  const index = locals.length;
  const render = compileTemplate(item ?? null, `${pointer}/item`, compiler, [...locals, as]);
  return (scope) => {
    let elements: readonly unknown[];
    try {
      elements = expectList(list(scope), '$each', scope.budget);
    } catch (error) {
      throw located(error, `${pointer}/$each`);
    }
    return elements.map((element) => {
      scope.locals[index] = element;
      return render(scope) ?? null;
    });
  };
};

const compileIf = (
  template: Readonly<Record<string, unknown>>,
  pointer: string,
  compiler: Compiler,
  locals: readonly string[],
): Evaluate => {
  const condition = compiler.expression(
    directive(template, '$if', ['$if', '$then', '$else'], pointer),
    `${pointer}/$if`,
    locals,
  );
  const yes = compileTemplate(template['$then'] ?? null, `${pointer}/$then`, compiler, locals);
  const no = compileTemplate(template['$else'] ?? null, `${pointer}/$else`, compiler, locals);
  return (scope) => {
    try {
      return expectBool(condition(scope), '$if') ? yes(scope) : no(scope);
    } catch (error) {
      throw located(error, `${pointer}/$if`);
    }
  };
};

const compileFill = (
  template: Readonly<Record<string, unknown>>,
  pointer: string,
  compiler: Compiler,
  locals: readonly string[],
): Evaluate => {
  const source = directive(template, '$fill', ['$fill', 'with'], pointer);
  const values = template['with'];
  if (!isMap(values)) throw new ProfileFault('must give values by name', `${pointer}/with`);
  const pattern = compiler.expression(source, `${pointer}/$fill`, locals);
  const render = compileTemplate(values, `${pointer}/with`, compiler, locals);
  const known = Object.keys(values);
  return (scope) => {
    const given = pattern(scope);
    try {
      weigh(given, scope.budget);
      const stranger = placeWithout(given, known);
      if (stranger !== null)
        throw new ProfileFault(`${source}: ${stranger} is not known here, only {${known.join('}, {')}}`);
      return fillPlaces(given, render(scope) as Readonly<Record<string, unknown>>, scope.budget);
    } catch (error) {
      throw located(error, `${pointer}/$fill`);
    }
  };
};

const compileObject = (
  template: Readonly<Record<string, unknown>>,
  pointer: string,
  compiler: Compiler,
  locals: readonly string[],
): Evaluate => {
  const members = Object.entries(template).map(([name, value]) => {
    const place = `${pointer}/${escapePointer(name)}`;
    if (name === '__proto__') throw new ProfileFault('cannot be used as a name', place);
    if (name.startsWith('$') && !name.startsWith('${')) throw new ProfileFault(`there is no ${name}`, place);
    return {
      fixed: name.includes('${') ? null : name,
      name: compileText(name, place, compiler, locals),
      value: compileTemplate(value, place, compiler, locals),
    };
  });
  return (scope: Scope) => {
    const object: Record<string, unknown> = {};
    for (const entry of members) {
      const value = entry.value(scope);
      if (value === null || value === undefined) continue;
      const name = entry.fixed ?? textOf(entry.name(scope), 'a name');
      if (name === '' || name === '__proto__') continue;
      scope.budget.write(name.length + 3);
      object[name] = value;
    }
    return object;
  };
};

/**
 * Compiles a JSON template. A string that is exactly one `${…}` keeps the value's type; others are put together as text, where null is
 * empty. Members that come to null, or whose name comes to nothing, are left out. `{"$each": list, "as": name, "item": template}` makes
 * a list, `{"$if": condition, "$then": template, "$else": template}` chooses, `{"$fill": value, "with": {name: template}}` puts values for
 * `{name}` into the strings of a value, for bodies that a setting gives. `$${` stands for `${`.
 */
export const compileTemplate = (
  template: unknown,
  pointer: string,
  compiler: Compiler,
  locals: readonly string[] = [],
): Evaluate => {
  if (typeof template === 'string') return compileText(template, pointer, compiler, locals);
  if (Array.isArray(template)) {
    const elements = template.map((element, index) =>
      compileTemplate(element, `${pointer}/${index}`, compiler, locals),
    );
    return (scope) => elements.map((element) => element(scope) ?? null);
  }
  if (isMap(template)) {
    if ('$each' in template) return compileEach(template, pointer, compiler, locals);
    if ('$if' in template) return compileIf(template, pointer, compiler, locals);
    if ('$fill' in template) return compileFill(template, pointer, compiler, locals);
    return compileObject(template, pointer, compiler, locals);
  }
  if (template === undefined || typeof template === 'function') throw new ProfileFault('must be JSON', pointer);
  return () => template;
};
