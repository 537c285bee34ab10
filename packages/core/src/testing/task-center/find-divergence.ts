import { canonicalJson } from '../../work/fingerprint.ts';
import type { InstanceState } from '../../workflow/model.ts';
import { mirrorKey } from '../../task-center/mirror-key.ts';
import type { DesiredMirror } from '../../task-center/mirror.ts';
import { desiredMirror, mirrorRefsOf } from '../../task-center/project-mirrors.ts';
import type { RoutingRule } from '../../task-center/ports.ts';
import { routeFor } from '../../task-center/route.ts';
import type { FakePlatform } from './fake-platform.ts';
import type { RemoteObject } from './fake-remote.ts';
import { benchTenant, type TaskCenterBench } from './task-center-bench.ts';

const wrongWith = (
  desired: DesiredMirror,
  found: readonly RemoteObject[],
  neverShownIsFine: boolean,
): string | null => {
  if (found.length > 1) return `${found.length} objects of one identity`;
  const [object] = found;
  if (desired.state === 'absent') return object === undefined ? null : 'it should be gone';
  if (object === undefined) return desired.state === 'done' && neverShownIsFine ? null : 'it should be there';
  if (object.state !== desired.state) return `it stands ${object.state} and should be ${desired.state}`;
  return canonicalJson(object.content) === canonicalJson(desired.content) ? null : 'its contents are not those desired';
};

/**
 * Compares what people see on a platform with what the workflow says they should see, and counts creations; answers what is wrong.
 * Keys that are parked as refused or undecidable stand apart, as do overridden ones.
 */
export const findDivergence = async (
  bench: Pick<TaskCenterBench, 'work' | 'mirror'>,
  platform: FakePlatform,
  instances: readonly InstanceState[],
  { showFinished, rules }: { readonly showFinished: boolean; readonly rules: readonly RoutingRule[] },
): Promise<readonly string[]> => {
  const name = platform.kind.kind;
  const { identity, readBack, units } = platform.capabilities;
  const wrong: string[] = platform.remote.violations.map((violation) => `${name}: ${violation}`);
  const known = new Set(instances.flatMap((instance) => mirrorRefsOf(instance, units)).map(mirrorKey));
  for (const key of new Set(platform.remote.objects().map((object) => object.key))) {
    if (known.has(key)) continue;
    const parked = (await bench.work(name, key))?.parked;
    if (parked !== 'refused' && parked !== 'undecidable') wrong.push(`${name} ${key}: nobody should see it`);
  }
  for (const instance of instances) {
    for (const ref of mirrorRefsOf(instance, units)) {
      const key = mirrorKey(ref);
      const work = await bench.work(name, key);
      if (work?.parked === 'refused' || work?.parked === 'undecidable') continue;
      const mirror = await bench.mirror(name, key);
      if (mirror?.override != null) continue;
      const desired = desiredMirror(instance, ref, routeFor(rules, name));
      const found = platform.remote.objects().filter((object) => object.key === key);
      const problem =
        work === null ? wrongWith(desired, found, !showFinished) : `work is left: ${JSON.stringify(work)}`;
      if (problem !== null) wrong.push(`${name} ${key}: ${problem}`);
      if (mirror !== null && work === null && mirror.desiredVersion !== mirror.acknowledged.version)
        wrong.push(`${name} ${key}: never confirmed`);
      const creations = platform.remote.created(key) - platform.remote.withdrawn(key);
      if ((identity || readBack) && creations > 1)
        wrong.push(`${name} ${key}: created ${creations} times more than withdrawn`);
    }
  }
  return wrong;
};

/** The instances of the bench's tenant. */
export const instancesOf = async (bench: Pick<TaskCenterBench, 'transactor'>): Promise<readonly InstanceState[]> =>
  (
    await bench.transactor.run(({ workflow }) =>
      workflow.pageInstances(benchTenant, { processId: null, status: null }, null, 200),
    )
  )._unsafeUnwrap();
