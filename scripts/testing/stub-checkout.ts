import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { root } from '../tooling/root.mjs';

/** A checkout in a temporary folder: the real scripts around a stand-in for the server. */
export interface StubCheckout {
  readonly folder: string;
  /** The environment of a fresh shell: nothing of the npm that runs the tests. */
  readonly env: NodeJS.ProcessEnv;
  write(file: string, text: string): void;
  read(file: string): string | undefined;
  /** Puts a program of this name before all others on the PATH. */
  addProgram(name: string, script: string): void;
  remove(): void;
}

const stubServer = `
import { writeFileSync } from 'node:fs';
import { endWithParent } from './process/end-with-parent.ts';
endWithParent();
const mode = process.env.STUB_MODE;
process.on('SIGTERM', () => {
  writeFileSync('drained', '');
  if (mode !== 'stubborn') process.exit(0);
});
if (mode === 'exit') process.exit(7);
writeFileSync('server.json', JSON.stringify({ pid: process.pid, args: process.argv.slice(2), node: process.versions.node }));
if (mode === 'busy') for (;;);
setInterval(() => {}, 1_000);
`;

const packageJson = {
  private: true,
  type: 'module',
  packageManager: 'pnpm@0.0.0',
  // The second command keeps the shell from replacing itself with the first.
  scripts: { start: 'node scripts/start.mjs && true' },
};

export function createStubCheckout({ installed }: { installed: boolean }): StubCheckout {
  const folder = mkdtempSync(join(tmpdir(), 'portico-start-'));
  const programs = join(folder, 'programs');
  const checkout: StubCheckout = {
    folder,
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|CI$|PORTICO_|NODE_)/i.test(name))),
      PATH: [programs, dirname(process.execPath), process.env.PATH].join(delimiter),
    },
    write(file, text) {
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    read(file) {
      const path = join(folder, file);
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    },
    addProgram(name, script) {
      checkout.write(`programs/${name}`, `#!/bin/sh\n${script}\n`);
      chmodSync(join(programs, name), 0o755);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };

  mkdirSync(programs);
  cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
  const endWithParent = readFileSync(join(root, 'apps/composition/src/process/end-with-parent.ts'), 'utf8');
  checkout.write('apps/server/src/process/end-with-parent.ts', endWithParent);
  checkout.write('apps/server/src/main.ts', stubServer);
  checkout.write('package.json', JSON.stringify(packageJson));
  checkout.write('pnpm-lock.yaml', 'lockfileVersion: 9.0\n');
  if (installed) pretendInstalled(checkout);
  return checkout;
}

/** Leaves what an install by hand leaves. */
export function pretendInstalled(checkout: StubCheckout, { devDependencies = false } = {}): void {
  checkout.write('node_modules/.modules.yaml', JSON.stringify({ included: { dependencies: true, devDependencies } }));
  checkout.write('node_modules/.pnpm/lock.yaml', checkout.read('pnpm-lock.yaml') ?? '');
  symlinkSync(join(root, 'node_modules', 'node'), join(checkout.folder, 'node_modules', 'node'));
}
