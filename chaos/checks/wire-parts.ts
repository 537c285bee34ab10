/** What the attempt log keeps of a body, characters. */
const keptBody = 20_000;

/** One object's part of a request. A batch has several, each of which stands in the attempt log of its own key. */
export interface WirePart {
  /** The same for a part on the wire and for what the log says was sent. */
  readonly fingerprint: string;
  /** The object it is about, in the vendor's words; null where only the vendor's own id tells, or nothing. */
  readonly object: string | null;
  /** The vendor's own id, where it names one. */
  readonly remoteId: string | null;
  readonly token: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (text: string | null): Fields => {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Fields) : {};
  } catch {
    return {};
  }
};

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Fields that are null or missing are the same. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => [name, canonical(field)]),
  );
};

const isToken = (path: string): boolean => path.endsWith('/token');

const whole = (path: string, body: string): string =>
  // Credentials are hidden in the log; one request for a token is like another.
  isToken(path) ? path : `${path} ${body.slice(0, keptBody)}`;

const item = (path: string, value: unknown): string => `${path} ${JSON.stringify(canonical(value))}`;

const objectOf = (platform: string, fields: Fields): string | null => {
  switch (platform) {
    case 'jinzhi':
      return textOf(fields['task_id']);
    case 'weaver-ofs': {
      const person = textOf(fields['receiver']) ?? textOf(fields['userid']);
      return person === null ? null : `${String(fields['flowid'])}:${person}`;
    }
    case 'tongyidaiban':
      return textOf(fields['sourceId']);
    default:
      return textOf(fields['bizId']);
  }
};

const pathOf = (url: string): string => new URL(url, 'http://any').pathname;

/** The parts of a request as it came. */
export const wireParts = (platform: string, url: string, body: string): readonly WirePart[] => {
  const path = pathOf(url);
  if (platform === 'jinzhi') {
    const info = fieldsOf(new URLSearchParams(body).get('taskInfo'));
    const items = [info['inserttasks'], info['updatetasks']].flatMap((list) => (Array.isArray(list) ? list : []));
    return items.map((value: Fields) => ({
      fingerprint: items.length === 1 ? whole(path, body) : item(path, value),
      object: objectOf(platform, value),
      remoteId: null,
      token: false,
    }));
  }
  const fields = fieldsOf(body);
  return [
    {
      fingerprint: whole(path, body),
      object: objectOf(platform, fields),
      remoteId: textOf(fields['taskId']) ?? textOf(fields['id']),
      token: isToken(path),
    },
  ];
};

const ofBatch = /^\(\d+ of \d+ in one request\) /u;

/** The fingerprint of what the log says was sent. */
export const loggedFingerprint = (url: string, body: string): string => {
  const path = pathOf(url);
  return ofBatch.test(body) ? item(path, fieldsOf(body.replace(ofBatch, ''))) : whole(path, body);
};
