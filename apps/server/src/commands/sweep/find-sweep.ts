import { exitCodes } from '../../cli/exit-codes.ts';
import { Failure } from '../../cli/failure.ts';
import type { ApiClient } from '../../cli/http/api-client.ts';
import { listAt, textAt } from '../../cli/read-path.ts';

const listed = 200;

/** The latest sweeps by their ids. The API lists that many and shows none by itself. */
export const latestSweeps = async (api: ApiClient): Promise<ReadonlyMap<string, unknown>> => {
  const page = await api.get('/task-center/sweeps', { limit: listed });
  return new Map(listAt(page, 'items').map((sweep) => [textAt(sweep, 'id'), sweep]));
};

/** A sweep by its id. */
export const findSweep = async (api: ApiClient, id: string): Promise<unknown> => {
  const found = (await latestSweeps(api)).get(id);
  if (found === undefined) throw new Failure(exitCodes.notFound, `there is no sweep ${id} among the latest ${listed}`);
  return found;
};
