import type { View } from './view.ts';

/** One word for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

interface Call {
  readonly method: 'GET' | 'POST';
  /** Below the public address, percent-encoded. */
  readonly path: string;
  readonly body?: unknown;
}

/** The same request for a terminal; `$KEY` stands for the API key. */
export const curl = ({ publicUrl }: Pick<View, 'publicUrl'>, { method, path, body }: Call): string => {
  const lines = [
    `curl -sS ${method === 'POST' ? '-X POST ' : ''}${quoted(`${publicUrl}${path}`)}`,
    '-H "X-API-Key: $KEY"',
  ];
  if (body !== undefined)
    lines.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body, null, 2))}`);
  return lines.join(' \\\n  ');
};
