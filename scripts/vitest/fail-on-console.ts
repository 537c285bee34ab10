import { afterAll, afterEach } from 'vitest';

// A test that prints is a test whose reader must guess whether the print matters. A test that expects output
// replaces the method with `vi.spyOn(console, …)`, which hides it from here.
const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;
const printed: string[] = [];

for (const method of methods) {
  console[method] = (...parts: unknown[]): void => {
    const where = new Error('printed').stack?.split('\n')[2]?.trim() ?? '';
    printed.push(`console.${method}(${parts.map(String).join(' ').slice(0, 500)}) ${where}`);
  };
}

const failWhenPrinted = (): void => {
  const lines = printed.splice(0);
  if (lines.length > 0) throw new Error(`Unexpected console output:\n${lines.join('\n')}`);
};

afterEach(failWhenPrinted);
// Output while a file is loaded, or after its last test.
afterAll(failWhenPrinted);
