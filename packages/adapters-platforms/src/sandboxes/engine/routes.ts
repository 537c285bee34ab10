import type { Operation } from './sandbox-kind.ts';

export interface Route {
  readonly operation: Operation;
  /** What stood where the pattern has `{name}`, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** What else there is at a path. */
export interface Other {
  readonly method: string;
  readonly operation: Operation;
}

interface Pattern {
  readonly method: string;
  readonly segments: readonly string[];
  readonly operation: Operation;
}

const decoded = (segment: string): string | null => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
};

const paramsOf = ({ segments }: Pattern, path: readonly string[]): Record<string, string> | null => {
  if (segments.length !== path.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const given = path[index] ?? '';
    const name = /^\{(\w+)\}$/u.exec(segment)?.[1];
    if (name === undefined) {
      if (segment !== given) return null;
      continue;
    }
    const value = decoded(given);
    if (value === null || value === '') return null;
    params[name] = value;
  }
  return params;
};

/**
 * Finds operations by method and path. A key is a path (`POST` is meant), or a method and a path whose segments may be `{name}`:
 * `GET /users/{id}/tasks`. The first that fits wins; where the method does not fit, `others` says what the path is for.
 */
export function createRoutes(operations: ReadonlyMap<string, Operation>): {
  find(method: string, path: string): Route | { readonly others: readonly Other[] };
} {
  const exact = new Map<string, Operation>();
  const patterns: Pattern[] = [];
  for (const [key, operation] of operations) {
    const [method, path] = key.startsWith('/')
      ? ['POST', key]
      : [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
    if (path.includes('{')) patterns.push({ method, segments: path.split('/'), operation });
    else exact.set(`${method} ${path}`, operation);
  }
  const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  return {
    find(method, path) {
      const operation = exact.get(`${method} ${path}`);
      if (operation !== undefined) return { operation, params: {} };
      const others: Other[] = verbs.flatMap((verb) => {
        const other = exact.get(`${verb} ${path}`);
        return other === undefined ? [] : [{ method: verb, operation: other }];
      });
      const segments = path.split('/');
      for (const pattern of patterns) {
        const params = paramsOf(pattern, segments);
        if (params === null) continue;
        if (pattern.method === method) return { operation: pattern.operation, params };
        others.push({ method: pattern.method, operation: pattern.operation });
      }
      return { others };
    },
  };
}
