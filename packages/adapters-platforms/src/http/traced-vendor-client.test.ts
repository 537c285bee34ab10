import { createRecordingTracer } from '@portico/core/testing';
import { describe, expect, test } from 'vitest';
import { createRedaction } from './redaction.ts';
import { createTracedVendorClient } from './traced-vendor-client.ts';
import type { NoAnswer, VendorAnswer, VendorRequest } from './vendor-client.ts';

const request: VendorRequest = {
  method: 'POST',
  url: new URL('https://user:word@vendor.example:8443/hooks/s3cr3t/push?token=t0ken'),
  headers: { authorization: 'Bearer t0ken' },
  body: '{"a":"b0dy"}',
};

const sent = async (reply: VendorAnswer | NoAnswer) => {
  const tracer = createRecordingTracer();
  const seen: VendorRequest[] = [];
  const client = createTracedVendorClient({ send: async (one) => (seen.push(one), reply) }, tracer);
  const bound = { timeoutMs: 1_000, signal: new AbortController().signal, redaction: createRedaction(['s3cr3t']) };
  expect(await client.send(request, bound)).toBe(reply);
  expect(seen).toEqual([request]);
  return tracer.ended()[0];
};

describe('A traced client of vendors', () => {
  test('MUST show the request without its secrets, and tell the vendor nothing', async () => {
    const span = await sent({ kind: 'answer', status: 200, headers: {}, text: 'answ3r' });
    expect(span).toMatchObject({
      name: 'POST vendor.example:8443',
      kind: 'client',
      failure: null,
      attributes: {
        'http.request.method': 'POST',
        'server.address': 'vendor.example',
        'server.port': 8443,
        'http.response.status_code': 200,
        'url.full': 'https://vendor.example:8443/hooks/***/push',
      },
    });
    expect(JSON.stringify(span)).not.toMatch(/s3cr3t|t0ken|word|b0dy|answ3r/u);
  });

  test.each<[VendorAnswer | NoAnswer, string]>([
    [{ kind: 'answer', status: 503, headers: {}, text: '' }, 'answered with 503'],
    [{ kind: 'no-answer', sent: true, cause: 'timeout', message: 'no answer within 5 ms' }, 'no answer within 5 ms'],
    [{ kind: 'no-answer', sent: false, cause: 'connection', message: 'to s3cr3t' }, 'to ***'],
  ])('MUST say what went wrong: %j', async (reply, failure) => {
    expect(await sent(reply)).toMatchObject({ failure });
  });
});
