import { err, ok, type Result } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { Secrets } from '../ports/secrets.ts';
import { everyTodo, usualRefusal, usualTemplate, type FeedScope, type Portal } from './feed-portal.ts';
import type { PortalTemplates } from './feed-ports.ts';
import type { PortalDraft } from './feed.ts';
import type { SettingsInvalid } from './platform.ts';
import { invalid } from './problems.ts';
import type { Invalid } from './task-center.ts';

interface DraftContext {
  readonly secrets: Secrets;
  readonly templates: PortalTemplates;
  readonly now: Instant;
}

const code = /^[a-z0-9-]{1,63}$/u;
const parameterName = /^[\w.-]{1,64}$/u;
const isText = (text: string, least: number, most: number): boolean =>
  text.length >= least && text.length <= most && text.isWellFormed() && !text.includes('\u0000');

const scopeIssue = (scope: FeedScope): Invalid | null => {
  for (const [name, list] of Object.entries(scope) as readonly [string, readonly string[] | null][]) {
    if (list === null) continue;
    if (list.length === 0 || list.length > 200)
      return invalid(`/scope/${name}`, 'must hold 1 to 200 texts, or be null');
    if (!list.every((item) => isText(item, 1, 255)))
      return invalid(`/scope/${name}`, 'must hold texts of 1 to 255 characters');
  }
  return null;
};

const parameterIssue = ({ person, parameters, states }: Portal): Invalid | null => {
  if (person.by === 'parameter' && !parameterName.test(person.name))
    return invalid('/person/name', 'must be the name of a parameter: 1 to 64 letters, digits, dots, - and _');
  if (person.by === 'credential' && !code.test(person.provider))
    return invalid('/person/provider', 'must be the code of an identity provider');
  for (const [name, parameter] of Object.entries(parameters))
    if (parameter !== null && !parameterName.test(parameter))
      return invalid(`/parameters/${name}`, 'must be the name of a parameter: 1 to 64 letters, digits, dots, - and _');
  if (Object.keys(states).length > 50) return invalid('/states', 'may have at most 50 members');
  return null;
};

/** What is wrong with a portal as it would be stored; null when nothing is. */
const portalIssue = (portal: Portal): Invalid | null => {
  if (!code.test(portal.code)) return invalid('/code', 'must be 1 to 63 characters of a-z, 0-9 and -');
  if (portal.name.trim() === '' || !isText(portal.name, 1, 255))
    return invalid('/name', 'must have 1 to 255 characters');
  if (!Number.isInteger(portal.pageSize) || portal.pageSize < 1 || portal.pageSize > 200)
    return invalid('/pageSize', 'must be a whole number from 1 to 200');
  if (portal.person.by === 'parameter' && portal.authCode === null)
    return invalid('/authCode', 'must be given when the person is named by a parameter');
  if (portal.signInBy !== null && !code.test(portal.signInBy))
    return invalid('/signInBy', 'must be the code of an identity provider, or null');
  const settings = Object.entries(portal.settings);
  if (settings.length > 50) return invalid('/settings', 'may have at most 50 members');
  for (const [name, value] of settings)
    if (!/^[A-Za-z]\w{0,62}$/u.test(name) || !isText(value, 0, 1_000))
      return invalid('/settings', 'must hold texts of at most 1000 characters by names of letters and digits');
  return scopeIssue(portal.scope) ?? parameterIssue(portal);
};

/** The portal with the draft applied. */
export const changedPortal = (
  before: Portal,
  draft: PortalDraft,
  { secrets, templates, now }: DraftContext,
): Result<Portal, Invalid | SettingsInvalid> => {
  const { authCode } = draft;
  if (draft.code !== undefined && draft.code !== before.code) return err(invalid('/code', 'cannot be changed'));
  if (typeof authCode === 'string' && !/^[\u0021-\u007e]{16,512}$/u.test(authCode))
    return err(invalid('/authCode', 'must be 16 to 512 visible ASCII characters'));
  const after: Portal = {
    ...before,
    name: draft.name ?? before.name,
    enabled: draft.enabled ?? before.enabled,
    person: draft.person ?? before.person,
    authCode: authCode === undefined ? before.authCode : authCode === null ? null : secrets.seal(authCode),
    scope: draft.scope ?? before.scope,
    pageSize: draft.pageSize ?? before.pageSize,
    parameters: draft.parameters ?? before.parameters,
    states: draft.states ?? before.states,
    signInBy: draft.signInBy === undefined ? before.signInBy : draft.signInBy,
    template: draft.template === undefined ? before.template : draft.template,
    refusal: draft.refusal === undefined ? before.refusal : draft.refusal,
    settings: draft.settings ?? before.settings,
    revision: before.revision + 1,
    updatedAt: now,
  };
  const issue = portalIssue(after);
  if (issue !== null) return err(issue);
  return templates
    .compile(after.template, '/template')
    .andThen(() => templates.compile(after.refusal, '/refusal'))
    .map(() => after);
};

/** A portal of nothing but a draft. */
export const newPortal = (
  tenant: string,
  draft: PortalDraft,
  context: DraftContext,
): Result<Portal, Invalid | SettingsInvalid> => {
  if (draft.code === undefined) return err(invalid('/code', 'must be given'));
  const bare: Portal = {
    tenant,
    code: draft.code,
    name: draft.code,
    enabled: true,
    person: { by: 'parameter', name: 'userId' },
    authCode: null,
    scope: everyTodo,
    pageSize: 50,
    parameters: { page: 'pageNo', size: 'pageSize', state: null },
    states: {},
    signInBy: null,
    template: usualTemplate,
    refusal: usualRefusal,
    settings: {},
    revision: 0,
    createdAt: context.now,
    updatedAt: context.now,
  };
  return changedPortal(bare, draft, context).andThen((made) => ok(made));
};
