import type { VendorAnswer, VendorClient, VendorRequest } from '../http/vendor-client.ts';
import { words } from './finding.ts';
import type { Words } from './finding.ts';
import { requestDifference } from './same-request.ts';
import type { SampleExchange } from './samples.ts';

/** A vendor that answers as it was recorded to. */
export interface ReplayClient extends VendorClient {
  /** From now on these are answered, in this order. */
  begin(exchanges: readonly SampleExchange[]): void;
  /** What went wrong with the requests since then: first what was asked beyond the samples, or differed from them. */
  readonly problem: { readonly kind: 'no-sample' | 'differs'; readonly message: Words } | null;
}

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body ?? null));

const pathBelow = (base: URL, { url }: VendorRequest): string => {
  const root = base.pathname.replace(/\/+$/u, '');
  const path = `${url.pathname}${url.search}`;
  return path.startsWith(root) ? path.slice(root.length) || '/' : path;
};

/** How recorded paths are written: below the base address. */
export const samplePath = pathBelow;

const answerOf = ({ response }: SampleExchange): VendorAnswer => ({
  kind: 'answer',
  status: response.status,
  headers: {
    ...(typeof response.body === 'string' ? {} : { 'content-type': 'application/json' }),
    ...Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value])),
  },
  text: textOf(response.body),
});

export const createReplayClient = (base: URL): ReplayClient => {
  let waiting: SampleExchange[] = [];
  let problem: ReplayClient['problem'] = null;
  return {
    begin: (exchanges) => {
      waiting = [...exchanges];
      problem = null;
    },
    get problem() {
      return problem;
    },
    send: async (request, { redaction }) => {
      const sent = {
        method: request.method,
        path: pathBelow(base, request),
        body: request.body === null ? null : (redaction?.text(request.body) ?? request.body),
      };
      const next = waiting.shift();
      if (next === undefined) {
        const what = `${sent.method} ${sent.path}`;
        problem ??= {
          kind: 'no-sample',
          message: words(`nothing was recorded for ${what}`, `没有录制 ${what} 的应答`),
        };
        return { kind: 'no-answer', sent: false, cause: 'aborted', message: problem.message.en };
      }
      const differs = next.request === undefined ? null : requestDifference(next.request, sent);
      if (differs !== null)
        problem ??= {
          kind: 'differs',
          message: words(
            `${sent.method} ${sent.path}: ${differs.en}`,
            `${sent.method} ${sent.path}：${differs['zh-CN']}`,
          ),
        };
      return answerOf(next);
    },
  };
};
