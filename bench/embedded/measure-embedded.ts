import { sandboxKinds } from '../../apps/server/src/start/sandbox-platforms.ts';
import { acceptContenders } from './accept-events.ts';
import { postBare } from './bare-posts.ts';
import { warmUpOf, type EmbeddedConditions } from './conditions.ts';
import { deliveryContender, type DeliveryContender } from './deliver-todos.ts';
import { openHub, type Hub } from './hub.ts';
import type { Measurement } from './measure.ts';
import type { Series } from './series.ts';

interface Contender {
  readonly name: string;
  readonly limit: string | null;
  run(conditions: EmbeddedConditions): Promise<Measurement & { readonly posts?: number }>;
}

const bareName = (what: string, concurrency: number): string => `bare POSTs, ${what}, ${concurrency} at once`;

/** A way of delivering, and the bare POSTs that bound it, made of what it sent while it warmed up. */
const deliveriesAndLimit = async (
  hub: Hub,
  conditions: EmbeddedConditions,
  what: string,
  delivery: DeliveryContender,
  concurrency: number,
): Promise<readonly Contender[]> => {
  hub.requests.record();
  await delivery.run(warmUpOf(conditions));
  const requests = interleaved([...hub.requests.take().values()]);
  const limit: Contender = {
    name: bareName(what, concurrency),
    limit: null,
    run: ({ barePosts }) => postBare(hub, requests, barePosts, concurrency),
  };
  await limit.run(warmUpOf(conditions));
  return [{ ...delivery, limit: limit.name }, limit];
};

const interleaved = <T>(lists: readonly (readonly T[])[]): readonly T[] => {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
};

const rounds = async (contenders: readonly Contender[], conditions: EmbeddedConditions): Promise<readonly Series[]> => {
  const series = contenders.map(({ name, limit }) => ({
    name,
    limit,
    runs: [] as Measurement[],
    posts: [] as number[],
  }));
  for (let round = 0; round < conditions.rounds; round += 1) {
    // Every other round runs backwards, so that nobody always comes first on a database that grows.
    const order = contenders.map((contender, index) => ({ contender, into: series[index] }));
    for (const { contender, into } of round % 2 === 0 ? order : order.toReversed()) {
      const { posts, ...run } = await contender.run(conditions);
      into?.runs.push(run);
      if (posts !== undefined) into?.posts.push(posts);
    }
  }
  return series.map(({ posts, ...rest }) => ({ ...rest, posts: posts.length === 0 ? null : posts }));
};

const measureAccepting = async (conditions: EmbeddedConditions): Promise<readonly Series[]> => {
  const hub = await openHub();
  try {
    const contenders = await acceptContenders(hub);
    for (const contender of contenders) await contender.run(warmUpOf(conditions));
    return await rounds(
      contenders.map((contender) => ({ ...contender, limit: null })),
      conditions,
    );
  } finally {
    await hub.close();
  }
};

const measureDelivering = async (conditions: EmbeddedConditions): Promise<readonly Series[]> => {
  const hub = await openHub();
  try {
    const contenders: Contender[] = [];
    for (const concurrency of [64, 16]) {
      const what = 'weaver-ofs';
      const name = `recorded deliveries, ${what}, ${concurrency} at once`;
      const delivery = await deliveryContender(hub, name, [what], concurrency);
      contenders.push(...(await deliveriesAndLimit(hub, conditions, what, delivery, concurrency)));
    }
    const each = 16;
    const delivery = await deliveryContender(
      hub,
      `recorded deliveries, four platforms, ${each} at once each`,
      sandboxKinds,
      each,
    );
    contenders.push(
      ...(await deliveriesAndLimit(hub, conditions, 'four platforms', delivery, each * sandboxKinds.length)),
    );
    return await rounds(contenders, conditions);
  } finally {
    await hub.close();
  }
};

/** Measures accepting on one fresh database, then delivering on another, everything in this process. */
export const measureEmbedded = async (conditions: EmbeddedConditions): Promise<readonly Series[]> => [
  ...(await measureAccepting(conditions)),
  ...(await measureDelivering(conditions)),
];
