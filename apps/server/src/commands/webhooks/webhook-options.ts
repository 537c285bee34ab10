import { text, texts, type Values } from '../../cli/parsing/option.ts';

/** What `create` and `change` may say about a webhook. */
export const webhookOptions = {
  name: text('What people call it.', 'name'),
  type: texts('A type of message, or a beginning such as todo.*; `all` is every type. Several with commas.', 'type'),
} as const;

/** Those of them that were said, as the API has them. */
export const webhookBody = (given: Values<typeof webhookOptions>): Record<string, unknown> => {
  const types = given.type.flatMap((type) => type.split(',')).filter((type) => type !== '');
  return {
    ...(given.name === null ? {} : { name: given.name }),
    ...(types.length === 0 ? {} : { types: types.includes('all') ? null : types }),
  };
};
