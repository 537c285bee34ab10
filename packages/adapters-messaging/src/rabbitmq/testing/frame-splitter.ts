/** A frame of AMQP 0-9-1, whole. */
export interface Frame {
  readonly channel: number;
  /** Class and method as `class.method`, such as `60.20` for basic.consume; null when it is none of a method. */
  readonly method: string | null;
  readonly bytes: Buffer;
}

const headerBytes = 7;
/** `AMQP` and the version, with which a client begins. */
const greetingBytes = 8;

/** Cuts a direction of a connection into frames; the greeting comes as a frame of no method. */
export const createFrameSplitter = (greeting: boolean): ((part: Buffer) => readonly Frame[]) => {
  let rest: Buffer = Buffer.alloc(0);
  let greeted = !greeting;
  const next = (): Frame | null => {
    const size = greeted
      ? rest.length < headerBytes
        ? Infinity
        : headerBytes + rest.readUInt32BE(3) + 1
      : greetingBytes;
    if (rest.length < size) return null;
    const bytes = rest.subarray(0, size);
    rest = rest.subarray(size);
    if (!greeted) {
      greeted = true;
      return { channel: 0, method: null, bytes };
    }
    const method = bytes[0] === 1 ? `${bytes.readUInt16BE(headerBytes)}.${bytes.readUInt16BE(headerBytes + 2)}` : null;
    return { channel: bytes.readUInt16BE(1), method, bytes };
  };
  return (part) => {
    rest = Buffer.concat([rest, part]);
    const frames: Frame[] = [];
    for (let frame = next(); frame !== null; frame = next()) frames.push(frame);
    return frames;
  };
};

/** A frame of a method with these arguments. */
export const methodFrame = (channel: number, classId: number, methodId: number, args: Buffer): Buffer => {
  const frame = Buffer.alloc(headerBytes + 4 + args.length + 1);
  frame.writeUInt8(1, 0);
  frame.writeUInt16BE(channel, 1);
  frame.writeUInt32BE(4 + args.length, 3);
  frame.writeUInt16BE(classId, headerBytes);
  frame.writeUInt16BE(methodId, headerBytes + 2);
  args.copy(frame, headerBytes + 4);
  frame.writeUInt8(0xce, frame.length - 1);
  return frame;
};
