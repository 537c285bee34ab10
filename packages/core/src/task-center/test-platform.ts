import { err, ok, safeTry } from 'neverthrow';
import type { TaskCenterContext } from './context.ts';
import { notFound } from './problems.ts';
import type { TaskCenter } from './task-center.ts';

/** Asks a platform whether address and credentials are right, within its own time-out. */
export const createTestPlatform =
  ({ transactor, registry, clock }: TaskCenterContext): TaskCenter['testPlatform'] =>
  (tenant, code) =>
    safeTry(async function* () {
      const platform = yield* transactor.run(({ platforms }) => platforms.find(tenant, code));
      if (platform === null) return err(notFound(`platform "${code}"`));
      const target = yield* registry.open(platform);
      const controller = new AbortController();
      const deadline = clock.monotonic() + platform.timeoutMs;
      const cancel = clock.timer(platform.timeoutMs, () => controller.abort());
      const { outcome, exchanges } = await target.testConnection({
        signal: controller.signal,
        remainingMs: () => Math.max(0, deadline - clock.monotonic()),
      });
      cancel();
      return ok({ outcome, exchanges });
    });
