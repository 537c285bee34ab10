/** A span as it came over the wire. */
export interface SeenSpan {
  readonly service: string;
  readonly name: string;
  /** As OTLP numbers them: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty: it begins its trace. */
  readonly parentId: string;
  /** The ids of the spans that it links to. */
  readonly links: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
}

type Fields = ReadonlyMap<number, readonly (Buffer | bigint)[]>;

const varint = (bytes: Buffer, at: number): readonly [value: bigint, next: number] => {
  let value = 0n;
  for (let index = at, shift = 0n; ; index += 1, shift += 7n) {
    const byte = bytes[index];
    if (byte === undefined) throw new Error('The message is cut off.');
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return [value, index + 1];
  }
};

/** The fields of a protobuf message by number: numbers as they are, everything else as bytes. */
const fieldsOf = (bytes: Buffer): Fields => {
  const fields = new Map<number, (Buffer | bigint)[]>();
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new Error('The message is cut off.');
    return bytes.subarray(at, (at += length));
  };
  const number = (): bigint => {
    const [value, next] = varint(bytes, at);
    at = next;
    return value;
  };
  while (at < bytes.length) {
    const key = Number(number());
    const type = key & 7;
    const value = type === 0 ? number() : type === 1 ? take(8) : type === 5 ? take(4) : take(Number(number()));
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
};

const bytesOf = (fields: Fields, field: number): Buffer => {
  const [value] = fields.get(field) ?? [];
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
};
const numberOf = (fields: Fields, field: number): number => Number(fields.get(field)?.[0] ?? 0);
const messages = (fields: Fields, field: number): readonly Fields[] =>
  (fields.get(field) ?? []).flatMap((value) => (Buffer.isBuffer(value) ? [fieldsOf(value)] : []));

const valueOf = (fields: Fields | undefined): unknown => {
  if (fields?.has(1)) return bytesOf(fields, 1).toString();
  if (fields?.has(2)) return numberOf(fields, 2) === 1;
  if (fields?.has(3)) return numberOf(fields, 3);
  return fields?.has(4) ? bytesOf(fields, 4).readDoubleLE() : null;
};

const attributesOf = (fields: Fields, field: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(messages(fields, field).map((one) => [bytesOf(one, 1).toString(), valueOf(messages(one, 2)[0])]));

/** Reads an `ExportTraceServiceRequest`, by the field numbers of opentelemetry-proto. */
export const readOtlp = (body: Buffer): readonly SeenSpan[] =>
  messages(fieldsOf(body), 1).flatMap((resourceSpans) => {
    const resource = messages(resourceSpans, 1)[0];
    const service = resource === undefined ? null : attributesOf(resource, 1)['service.name'];
    return messages(resourceSpans, 2)
      .flatMap((scopeSpans) => messages(scopeSpans, 2))
      .map((span) => ({
        service: String(service),
        name: bytesOf(span, 5).toString(),
        kind: numberOf(span, 6),
        traceId: bytesOf(span, 1).toString('hex'),
        spanId: bytesOf(span, 2).toString('hex'),
        parentId: bytesOf(span, 4).toString('hex'),
        links: messages(span, 13).map((link) => bytesOf(link, 2).toString('hex')),
        attributes: attributesOf(span, 9),
        failed: messages(span, 15).some((status) => numberOf(status, 3) === 2),
      }));
  });
