import type { Result } from 'neverthrow';
import type { PlatformKind, ShownPlatform, TaskCenter } from '@portico/core/task-center';
import type { Sandboxes, SandboxName } from '@portico/adapters-platforms/sandboxes';

/** The kinds that a first start connects. */
export const sandboxKinds = [
  'jinzhi',
  'weaver-ofs',
  'tongyidaiban',
  'ability-center',
] as const satisfies readonly SandboxName[];

const must = <T, E>(result: Result<T, E>, what: string): T => {
  if (result.isErr()) throw new Error(`${what}: ${JSON.stringify(result.error)}`);
  return result.value;
};

const split = (
  kind: PlatformKind,
  values: Readonly<Record<string, string>>,
): { settings: Record<string, unknown>; secrets: Record<string, string> } => {
  const isSecret = new Set(kind.configFields.filter((field) => field.type === 'secret').map((field) => field.name));
  const entries = Object.entries(values);
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !isSecret.has(name))),
    secrets: Object.fromEntries(entries.filter(([name]) => isSecret.has(name))),
  };
};

/**
 * Connects the sandboxes as platforms of the tenant `default`. At the `first` start they are created; later only their addresses are
 * brought up to date, so that what a person removed or changed stays so.
 */
export const connectSandboxes = async (
  taskCenter: TaskCenter,
  sandboxes: Sandboxes,
  first: boolean,
): Promise<readonly ShownPlatform[]> => {
  const existing = must(await taskCenter.listPlatforms('default'), 'platforms cannot be listed');
  const connected: ShownPlatform[] = [];
  for (const name of sandboxKinds) {
    const kind = taskCenter.listKinds().find((candidate) => candidate.kind === name);
    const stored = existing.find((platform) => platform.code === name);
    const baseUrl = sandboxes.baseUrl(name);
    if (kind === undefined) throw new Error(`There is no platform kind ${name}.`);
    if (stored !== undefined && stored.sandbox && stored.baseUrl !== baseUrl) {
      connected.push(
        must(await taskCenter.changePlatform('default', name, { baseUrl }, null), `platform ${name} cannot be changed`),
      );
    } else if (stored === undefined && first) {
      const { settings, secrets } = split(kind, sandboxes.credentials(name));
      const draft = {
        code: name,
        kind: name,
        name: kind.name['zh-CN'],
        baseUrl,
        enabled: true,
        sandbox: true,
        settings,
        secrets,
      };
      connected.push(must(await taskCenter.createPlatform('default', draft), `platform ${name} cannot be created`));
    } else if (stored !== undefined) connected.push(stored);
  }
  return connected;
};
