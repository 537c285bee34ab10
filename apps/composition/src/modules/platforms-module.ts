import { taskCenterKinds } from '@portico/adapters-platforms/task-centers';
import { ContainerModule } from 'inversify';
import { tokens } from './tokens.ts';

/** The kinds of outside systems. */
export const platformsModule = new ContainerModule(({ bind }) => {
  bind(tokens.kinds)
    .toResolvedValue((tracer) => taskCenterKinds(tracer === null ? {} : { tracer }), [tokens.tracer])
    .inSingletonScope();
});
