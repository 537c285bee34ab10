import { exitCodes } from '../../cli/exit-codes.ts';
import { Failure } from '../../cli/failure.ts';
import type { ServerConfiguration } from '../../configuration/configuration.ts';

/** Runs what works on this machine's server with its configuration. Loads the server's parts only now: other commands do without. */
export const withConfiguration = async (
  run: (configuration: ServerConfiguration) => Promise<number>,
): Promise<number> => {
  const [{ Inconvenience }, { readConfiguration }] = await Promise.all([
    import('@portico/composition'),
    import('../../configuration/configuration.ts'),
  ]);
  const configuration = readConfiguration(process.env, process.cwd());
  if (configuration.isErr()) {
    const problems = configuration.error.map(({ setting, message }) => `${setting} ${message}`);
    throw new Failure(exitCodes.failed, `${problems.join('; ')}. See: portico help settings`);
  }
  try {
    return await run(configuration.value);
  } catch (error) {
    if (error instanceof Inconvenience) throw new Failure(exitCodes.failed, error.message);
    throw error;
  }
};
