// The few web standards that ports need; the core is compiled without any platform's types.
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
declare var AbortSignal: { prototype: AbortSignal };
interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare var AbortController: { prototype: AbortController; new (): AbortController };
interface TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare var TextDecoder: { prototype: TextDecoder; new (label: 'utf-8', options: { fatal: true }): TextDecoder };
