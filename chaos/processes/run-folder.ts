import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a run keeps its data and the logs of its processes. */
export interface RunFolder {
  readonly path: string;
  readonly logs: string;
  /** A folder below, made if need be. */
  folder(name: string): string;
  remove(): void;
}

export const makeRunFolder = (): RunFolder => {
  const path = mkdtempSync(join(tmpdir(), 'portico-chaos-'));
  // PostgreSQL runs as somebody else when we are root, and has to reach its folder below.
  chmodSync(path, 0o711);
  const folder = (name: string): string => {
    const below = join(path, name);
    mkdirSync(below, { recursive: true });
    return below;
  };
  return { path, logs: folder('logs'), folder, remove: () => rmSync(path, { recursive: true, force: true }) };
};
