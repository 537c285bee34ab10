import {
  explainWords,
  todoId,
  type FailedObject,
  type FailureGroup,
  type FailureReport,
  type PlatformKind,
} from '@portico/core/task-center';
import { z } from 'zod';
import { showAttempt, shownAttempt } from './attempt.ts';
import { instant, platformCode, plainText } from './fields.ts';
import { isoOrNull } from './show.ts';

export const standing = z.enum(['refused', 'exhausted', 'undecidable', 'poison', 'failing']);

/** A group of failures, as a query or a body names it. */
export const failureRef = {
  platform: platformCode,
  standing,
  cause: plainText(400).or(z.literal('')).meta({ description: 'As the list of groups gives it; may be empty.' }),
};

const bothLanguages = z.object({ 'zh-CN': z.string(), en: z.string() });

export const shownVendorError = z
  .object({ code: z.string(), meaning: bothLanguages, advice: bothLanguages })
  .meta({ ref: 'VendorError' });

export const shownFailed = z
  .object({
    key: z.string(),
    unit: z.enum(['assignee', 'task', 'instance']).nullable(),
    instanceId: z.string().nullable(),
    todos: z.array(z.object({ id: z.string(), title: z.string(), assignee: z.string(), state: z.string() })),
    todoCount: z.int(),
    attempts: z.array(shownAttempt),
  })
  .meta({ ref: 'FailedObject' });

export const shownFailureGroup = z
  .object({
    platform: z.string(),
    standing,
    cause: z.string(),
    count: z.int(),
    uncertain: z.int(),
    oldest: instant.nullable(),
    newest: instant.nullable(),
    words: z.string().nullable(),
    explanation: shownVendorError.nullable(),
    sample: shownFailed,
  })
  .meta({ ref: 'FailureGroup' });

export const shownFailureReport = z
  .object({
    matched: z.int().meta({ description: 'How many objects there were in the group before.' }),
    decided: z.int(),
    skipped: z.int().meta({ description: 'Being attempted at this moment, or no longer known.' }),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Send it again with this to go on; null: the group is through.' }),
  })
  .meta({ ref: 'FailureReport' });

export const showFailed = ({ key, ref, todos, todoCount, attempts }: FailedObject): z.input<typeof shownFailed> => ({
  key,
  unit: ref?.unit ?? null,
  instanceId: ref?.instanceId ?? null,
  todos: todos.map(({ taskId, assignee, title, state }) => ({
    id: todoId(taskId, assignee.id),
    title,
    assignee: assignee.name,
    state,
  })),
  todoCount,
  attempts: attempts.map(showAttempt),
});

export const showFailureGroup = (group: FailureGroup, kind: PlatformKind | null): z.input<typeof shownFailureGroup> => {
  const explanation = explainWords(kind?.errors, group.words ?? group.cause);
  return {
    platform: group.platform,
    standing: group.standing,
    cause: group.cause,
    count: group.count,
    uncertain: group.uncertain,
    oldest: isoOrNull(group.oldest),
    newest: isoOrNull(group.newest),
    words: group.words,
    explanation:
      explanation === null
        ? null
        : { code: explanation.code, meaning: { ...explanation.meaning }, advice: { ...explanation.advice } },
    sample: showFailed(group.sample),
  };
};

export const showFailureReport = ({
  matched,
  decided,
  skipped,
  nextCursor,
}: FailureReport): z.input<typeof shownFailureReport> => ({ matched, decided, skipped, nextCursor });
