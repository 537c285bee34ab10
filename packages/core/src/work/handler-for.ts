import type { WorkHandler } from './handler.ts';
import type { Lane } from './lane.ts';
import type { WorkHandlers } from './worker-options.ts';

/** The handler of a lane's family; undefined when this worker has none. */
export const handlerFor = <Stores>(
  handlers: WorkHandlers<Stores>,
  lane: Pick<Lane, 'name'>,
): WorkHandler<Stores, unknown, unknown> | undefined => handlers[lane.name.split('/', 1)[0] ?? ''];
