import type { SettingsIssue } from '@portico/core/task-center';
import { err, ok } from 'neverthrow';
import type { Result } from 'neverthrow';
import type { z } from 'zod';
import { profileLimits, profileSchema } from './profile-document.ts';
import type { AnswerRule, ProfileDocument } from './profile-document.ts';
import { escapePointer } from './template.ts';

const issue = (pointer: string, message: string): SettingsIssue => ({ pointer, message });

/** Depth, size and count, without recursion: what comes from outside may be nested as deep as it likes. */
const measure = (document: unknown): SettingsIssue | null => {
  const waiting: { readonly value: unknown; readonly pointer: string; readonly depth: number }[] = [
    { value: document, pointer: '', depth: 0 },
  ];
  let nodes = 0;
  let characters = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, pointer, depth } = next;
    nodes += 1;
    if (nodes > profileLimits.nodes) return issue('', `holds more than ${profileLimits.nodes} values`);
    if (depth > profileLimits.depth) return issue(pointer, `is nested more than ${profileLimits.depth} deep`);
    if (typeof value === 'string') characters += value.length + 2;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, field] of Object.entries(value)) {
      characters += name.length + 3;
      waiting.push({ value: field, pointer: `${pointer}/${escapePointer(name)}`, depth: depth + 1 });
    }
    if (characters > profileLimits.bytes) return issue('', `is longer than ${profileLimits.bytes} characters`);
  }
  return characters > profileLimits.bytes ? issue('', `is longer than ${profileLimits.bytes} characters`) : null;
};

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${escapePointer(String(part))}`).join('');

/** Points at what is wrong itself rather than at what holds it. */
const issueFrom = (found: z.core.$ZodIssue): SettingsIssue => {
  if (found.code === 'unrecognized_keys')
    return issue(pointerTo([...found.path, found.keys[0] ?? '']), 'is not known here');
  if (found.code === 'invalid_key') return issue(pointerTo(found.path), found.issues[0]?.message ?? found.message);
  if (found.code === 'invalid_union' && found.path.at(-1) === 'body')
    return issue(pointerTo(found.path), 'must be {"json": …} or {"form": {…}}');
  return issue(pointerTo(found.path), found.message);
};

/** Checks a profile's form. Pointers are into the profile. */
export const parseProfile = (document: unknown): Result<ProfileDocument, readonly SettingsIssue[]> => {
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return err([issue('', 'must be a profile document, an object')]);
  const unbounded = measure(document);
  if (unbounded !== null) return err([unbounded]);
  const parsed = profileSchema.safeParse(document);
  if (!parsed.success) {
    return err(parsed.error.issues.slice(0, 20).map(issueFrom));
  }
  const issues: SettingsIssue[] = [];
  const { capabilities, operations, prepare, token, test } = parsed.data;
  for (const unit of capabilities.units) {
    const given = operations[unit];
    if (given === undefined) issues.push(issue(`/operations/${unit}`, 'is missing: the capabilities name this unit'));
    else if (capabilities.readBack && given.verify === undefined && given.resolve === undefined) {
      issues.push(issue(`/operations/${unit}/verify`, 'is missing: the capabilities say readBack'));
    }
  }
  if (token === null && test === null)
    issues.push(issue('/test', 'is missing: without a token nothing else proves the connection'));
  const asksToConfirm = (rules: readonly AnswerRule[]): boolean => rules.some(({ outcome }) => outcome === 'confirm');
  for (const unit of capabilities.units) {
    const given = operations[unit];
    if (given === undefined || given.confirm !== undefined || given.verify !== undefined) continue;
    const { create, update, complete, withdraw } = given;
    const operationRules = [create, update, complete, withdraw].flatMap((one) => one?.answers ?? []);
    if (asksToConfirm([...operationRules, ...parsed.data.answers]))
      issues.push(issue(`/operations/${unit}/confirm`, 'is missing: an answer asks for it'));
  }
  const asked = new Map<string, string>();
  parsed.data.answers.forEach(
    (rule, index) => rule.prepare !== undefined && asked.set(`/answers/${index}/prepare`, rule.prepare),
  );
  for (const [unit, given] of Object.entries(operations)) {
    for (const [operation, described] of Object.entries(given ?? {})) {
      described?.answers.forEach(
        (rule, index) =>
          rule.prepare !== undefined &&
          asked.set(`/operations/${unit}/${operation}/answers/${index}/prepare`, rule.prepare),
      );
    }
  }
  for (const [unit, given] of Object.entries(operations)) {
    for (const [operation, described] of Object.entries(given ?? {})) {
      const pointer = `/operations/${unit}/${operation}`;
      described?.afterwards.forEach(({ run }, index) => asked.set(`${pointer}/afterwards/${index}/run`, run));
      if (described !== undefined && described.afterwards.length > 0 && described.item !== undefined)
        issues.push(issue(`${pointer}/afterwards`, 'cannot stand beside item'));
    }
  }
  for (const [pointer, wanted] of asked)
    if (!Object.hasOwn(prepare, wanted)) issues.push(issue(pointer, `there is no /prepare/${wanted}`));
  return issues.length === 0 ? ok(parsed.data) : err(issues);
};
