import type {
  PlatformKind,
  PushOperation,
  SettingsIssue,
  ShownPlatform,
  TaskCenter,
  TriedAnswer,
  TryOut,
} from '@portico/core/task-center';
import { err, ok, type Result } from 'neverthrow';
import { parseJson } from '../../body/parse-json.ts';
import { pages } from '../addresses.ts';
import type { ConsoleRoutes, SignedInVisit } from '../console-routes.ts';
import { field } from '../form.ts';
import { lineOfPointer } from '../json-lines.ts';
import { operations, profilePage, type ProfileFaultShown, type ProfileForm } from '../pages/profile.ts';

type Center = Pick<TaskCenter, 'showPlatform' | 'changePlatform' | 'listKinds' | 'tryOut'>;

const isOperation = (value: string): value is PushOperation => (operations as readonly string[]).includes(value);

const emptyForm = (platform: ShownPlatform): ProfileForm => ({
  profile: platform.profile === null ? '' : JSON.stringify(platform.profile, null, 2),
  operation: 'create',
  todo: '',
  status: '200',
  contentType: 'application/json',
  answer: '',
});

const readForm = (form: URLSearchParams, platform: ShownPlatform): ProfileForm => {
  const operation = field(form, 'operation');
  return {
    profile: form.get('profile')?.replaceAll('\r\n', '\n') ?? emptyForm(platform).profile,
    operation: isOperation(operation) ? operation : 'create',
    todo: field(form, 'todo').slice(0, 600),
    status: field(form, 'status').slice(0, 3),
    contentType: field(form, 'contentType').slice(0, 200),
    answer: form.get('answer') ?? '',
  };
};

const answerOf = ({ answer, status, contentType }: ProfileForm): TriedAnswer | null =>
  answer.trim() === ''
    ? null
    : { status: Number(status), headers: contentType === '' ? {} : { 'content-type': contentType }, body: answer };

const statusFits = ({ status, answer }: ProfileForm): boolean =>
  answer.trim() === '' || (/^\d{3}$/.test(status) && Number(status) >= 100 && Number(status) <= 599);

/** Faults of a profile with the lines they are at; pointers lead into the platform document. */
const faultsOf = (issues: readonly SettingsIssue[], text: string): readonly ProfileFaultShown[] => {
  const lineOf = lineOfPointer(text);
  return issues.map(({ pointer, message }) => ({
    pointer,
    message,
    line: pointer.startsWith('/profile') ? lineOf(pointer.slice('/profile'.length)) : null,
  }));
};

/** The profile of a platform: to look at, to try out, to change. */
export const addProfileRoutes = (routes: ConsoleRoutes, taskCenter: Center): void => {
  const kindOf = ({ kind }: ShownPlatform): PlatformKind | null =>
    taskCenter.listKinds().find((one) => one.kind === kind) ?? null;

  const show = (
    visit: SignedInVisit,
    platform: ShownPlatform,
    kind: PlatformKind,
    form: ProfileForm,
    more: { readonly faults?: readonly ProfileFaultShown[]; readonly tried?: TryOut } = {},
  ): Promise<Response> => {
    const { faults = [], tried = null } = more;
    return visit.show(
      platform.name,
      profilePage(visit.view, { platform, kind, form, faults, tried }),
      faults.length > 0 ? 422 : 200,
    );
  };

  /** The edited profile; of a built-in kind there is none. */
  const readProfile = (
    visit: SignedInVisit,
    kind: PlatformKind,
    form: ProfileForm,
  ): Result<{ readonly profile?: unknown }, readonly ProfileFaultShown[]> => {
    if (kind.kind !== 'profile') return ok({});
    const parsed = parseJson(form.profile, visit.view.language, 'checked');
    if (parsed.isOk()) return ok({ profile: parsed.value });
    const line = parsed.error.parameters?.['line'];
    const at = typeof line === 'number' ? line : null;
    const { profiles } = visit.view.texts;
    const message = at === null ? visit.view.texts.platforms.notJson : profiles.notJson(String(at));
    return err([{ pointer: '/profile', message, line: at }]);
  };

  routes.page('/platforms/:code/profile', 'platforms:read', async (visit) => {
    const found = await taskCenter.showPlatform(visit.visitor.tenant, visit.context.req.param('code') ?? '');
    if (found.isErr()) return visit.fail(found.error);
    const kind = kindOf(found.value);
    return kind === null
      ? visit.fail({ code: 'PAGE_UNKNOWN' })
      : show(visit, found.value, kind, emptyForm(found.value));
  });

  routes.form('/platforms/:code/profile', 'platforms:write', async (visit, given) => {
    const { tenant } = visit.visitor;
    const found = await taskCenter.showPlatform(tenant, visit.context.req.param('code') ?? '');
    if (found.isErr()) return visit.fail(found.error);
    const platform = found.value;
    const kind = kindOf(platform);
    if (kind === null) return visit.fail({ code: 'PAGE_UNKNOWN' });
    const form = readForm(given, platform);
    const again = (faults: readonly ProfileFaultShown[]): Promise<Response> =>
      show(visit, platform, kind, form, { faults });
    const profile = readProfile(visit, kind, form);
    if (profile.isErr()) return again(profile.error);
    const { texts } = visit.view;

    if (field(given, 'do') === 'save' && kind.kind === 'profile') {
      const revision = Number(field(given, 'revision'));
      const changed = await taskCenter.changePlatform(
        tenant,
        platform.code,
        profile.value,
        Number.isSafeInteger(revision) && revision > 0 ? revision : null,
      );
      if (changed.isOk()) return visit.goTo(pages.platformProfile(platform.code), 'platform-saved');
      const { error } = changed;
      if (error.code === 'SETTINGS_INVALID') return again(faultsOf(error.issues, form.profile));
      if (error.code === 'INVALID') return again(faultsOf([error], form.profile));
      return error.code === 'CONFLICT'
        ? again([{ pointer: '', message: texts.platforms.conflict, line: null }])
        : visit.fail(error);
    }

    if (!statusFits(form)) return again([{ pointer: '/answer/status', message: texts.profiles.badStatus, line: null }]);
    const tried = await taskCenter.tryOut(tenant, platform.code, {
      ...profile.value,
      operation: form.operation,
      todo: form.todo === '' ? null : form.todo,
      answer: answerOf(form),
    });
    if (tried.isOk()) return show(visit, platform, kind, form, { tried: tried.value });
    const { error } = tried;
    if (error.code === 'SETTINGS_INVALID') return again(faultsOf(error.issues, form.profile));
    if (error.code === 'INVALID') return again(faultsOf([error], form.profile));
    return error.code === 'NOT_FOUND'
      ? again([{ pointer: '/todo', message: error.message, line: null }])
      : visit.fail(error);
  });
};
