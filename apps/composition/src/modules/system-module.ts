import { ContainerModule } from 'inversify';
import { createAesSecrets } from '../system/aes-secrets.ts';
import { createWorkMetrics } from '../metrics/work-metrics.ts';
import { processLog } from '../system/process-log.ts';
import { keySecrets } from '../system/key-secrets.ts';
import { systemClock } from '../system/system-clock.ts';
import { systemIds } from '../system/system-ids.ts';
import { tokens } from './tokens.ts';

/** Time, identifiers, randomness, keys and the log of this process. */
export const systemModule = new ContainerModule(({ bind }) => {
  bind(tokens.clock).toConstantValue(systemClock);
  bind(tokens.ids).toConstantValue(systemIds);
  bind(tokens.random).toConstantValue({ next: Math.random });
  bind(tokens.keySecrets).toConstantValue(keySecrets);
  bind(tokens.secrets)
    .toResolvedValue((keys) => createAesSecrets(keys.secrets), [tokens.keys])
    .inSingletonScope();
  bind(tokens.log)
    .toResolvedValue((configuration) => processLog(configuration.log), [tokens.configuration])
    .inSingletonScope();
  bind(tokens.workMetrics).toDynamicValue(createWorkMetrics).inSingletonScope();
});
