import type { Outcome } from '../../work/outcome.ts';
import type { SignedPost, WebhookSender } from '../../webhooks/ports.ts';
import type { Clock } from '../../ports/clock.ts';

/** A sender that writes down what it is given, and answers what `answer` says. */
export interface FakeWebhookSender extends WebhookSender {
  readonly posts: readonly (SignedPost & { readonly at: number })[];
  /** `gone` is 410, `lost` an answer that never came. */
  answer: (post: SignedPost) => Outcome | 'gone' | 'lost';
}

const done: Outcome = { kind: 'done', more: false };

export const createFakeWebhookSender = (clock: Pick<Clock, 'now'>): FakeWebhookSender => {
  const posts: (SignedPost & { readonly at: number })[] = [];
  let made = 0;
  const sender: FakeWebhookSender = {
    posts,
    answer: () => done,
    generateSecret: () => `whsec_secret-${(made += 1)}`,
    send: (post) => {
      posts.push({ ...post, at: clock.now() });
      const answer = sender.answer(post);
      const outcome: Outcome =
        answer === 'gone'
          ? { kind: 'refused', reason: 'answered with 410' }
          : answer === 'lost'
            ? { kind: 'unknown', reason: 'no answer' }
            : answer;
      return Promise.resolve({ outcome, exchanges: [], gone: answer === 'gone', sent: true });
    },
  };
  return sender;
};
