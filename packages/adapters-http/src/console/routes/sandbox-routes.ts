import type { TaskCenter } from '@portico/core/task-center';
import { pages } from '../addresses.ts';
import type { SandboxAddress } from '../console-dependencies.ts';
import type { ConsoleRoutes, SignedInVisit } from '../console-routes.ts';
import { field } from '../form.ts';
import { sandboxesPage, type SandboxesContent } from '../pages/sandboxes.ts';
import type { Faults, SandboxWindow } from '../sandbox-window.ts';
import { platformNames } from './todo-routes.ts';

const healthy: Faults = {
  latencyMs: 0,
  failRate: 0,
  loseAnswerRate: 0,
  hangRate: 0,
  expireTokens: false,
  throttlePerSecond: 0,
  down: false,
};

const readFaults = (form: URLSearchParams): Faults => {
  if (field(form, 'heal') === 'on') return healthy;
  // What is no number becomes null on the way, and the sandbox names the field.
  const number = (name: string): number => Number(field(form, name) === '' ? 0 : field(form, name));
  return {
    latencyMs: number('latencyMs'),
    failRate: number('failRate'),
    loseAnswerRate: number('loseAnswerRate'),
    hangRate: number('hangRate'),
    expireTokens: field(form, 'expireTokens') === 'on',
    throttlePerSecond: number('throttlePerSecond'),
    down: field(form, 'down') === 'on',
  };
};

/** What people see at the sandboxes, and how those behave. */
export const addSandboxRoutes = (
  routes: ConsoleRoutes,
  taskCenter: Pick<TaskCenter, 'listPlatforms'>,
  window: SandboxWindow,
  sandboxes: readonly SandboxAddress[],
): void => {
  const showAll = async (visit: SignedInVisit, refusal: SandboxesContent['refusal']): Promise<Response> => {
    const assignee = visit.search.get('assignee')?.trim().slice(0, 128) ?? '';
    const wanted = assignee === '' ? null : assignee;
    const [platforms, looks] = await Promise.all([
      taskCenter.listPlatforms(visit.visitor.tenant),
      Promise.all(sandboxes.map((sandbox) => window.look(sandbox, wanted))),
    ]);
    if (platforms.isErr()) return visit.fail(platforms.error);
    const content = sandboxesPage(visit.view, {
      looks,
      assignee: wanted,
      platforms: platformNames(platforms.value),
      refusal,
    });
    return visit.show(visit.view.texts.sandboxes.title, content, refusal === null ? 200 : 422);
  };

  routes.page(pages.sandboxes, 'platforms:read', (visit) => showAll(visit, null));

  routes.form('/sandboxes/:code/faults', 'platforms:write', async (visit, form) => {
    const code = visit.context.req.param('code');
    const sandbox = sandboxes.find((one) => one.code === code);
    if (sandbox === undefined) return visit.fail({ code: 'PAGE_UNKNOWN' });
    const message = await window.setFaults(sandbox, readFaults(form));
    return message === null
      ? visit.goTo(field(form, 'next') || pages.sandboxes, 'faults-set')
      : showAll(visit, { code: sandbox.code, message });
  });
};
