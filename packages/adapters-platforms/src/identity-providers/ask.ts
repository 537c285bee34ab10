import { err, ok, type Result } from 'neverthrow';
import type { SignInRejection } from '@portico/core/sign-in';
import type { VendorAnswer, VendorClient, VendorRequest } from '../http/vendor-client.ts';
import { rejection } from './identity.ts';

/** How long the whole of an inquiry may take. */
export interface Patience {
  readonly signal: AbortSignal;
  /** On the monotonic clock. */
  readonly deadline: number;
}

export const patienceOf = ({
  signal,
  timeoutMs,
}: {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}): Patience => ({
  signal,
  deadline: performance.now() + timeoutMs,
});

/** One request, sent once. What is no answer below 500 is the provider’s being out of reach. */
export const ask = async (
  client: VendorClient,
  request: VendorRequest,
  { signal, deadline }: Patience,
): Promise<Result<VendorAnswer, SignInRejection>> => {
  const reply = await client.send(request, { signal, timeoutMs: Math.max(1, deadline - performance.now()) });
  if (reply.kind === 'no-answer')
    return err(
      reply.cause === 'oversize'
        ? rejection('ANSWER_UNREADABLE', reply.message)
        : rejection('PROVIDER_UNREACHABLE', reply.message),
    );
  if (reply.status >= 500) return err(rejection('PROVIDER_UNREACHABLE', `the provider answered with ${reply.status}`));
  if (reply.status >= 300 && reply.status < 400)
    return err(
      rejection(
        'PROVIDER_MISCONFIGURED',
        `the provider answered with ${reply.status}, a redirect: the address is not the right one`,
      ),
    );
  return ok(reply);
};
