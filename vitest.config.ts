import { defineConfig } from 'vitest/config';

const seconds = 1_000;
const anywhere = '{packages,apps,scripts,bench,chaos}/**/*';
const suffixed = ['contract', 'service', 'browser'] as const;
const always = ['**/node_modules/**', '**/dist/**'];

interface Tier {
  name: string;
  include: string[];
  exclude: string[];
  testTimeout: number;
  maxWorkers: number;
}

const unit: Tier = {
  name: 'unit',
  include: [`${anywhere}.test.ts`],
  exclude: [...always, ...suffixed.map((tier) => `**/*.${tier}.test.ts`)],
  testTimeout: 20 * seconds,
  maxWorkers: 2,
};

const bySuffix = (name: (typeof suffixed)[number], testTimeout: number, maxWorkers: number): Tier => ({
  name,
  include: [`${anywhere}.${name}.test.ts`],
  exclude: always,
  testTimeout,
  maxWorkers,
});

const tiers: Tier[] = [
  unit,
  bySuffix('contract', 60 * seconds, 2),
  // Real servers and real kills: one file at a time, so that a timing never depends on a neighbour.
  bySuffix('service', 120 * seconds, 1),
  bySuffix('browser', 120 * seconds, 1),
];

// Packages are tested from their sources, whether Vite resolves an import or Node does. Vitest hands these conditions on
// to Node as well, so `import` must not be among them: a CommonJS package that requires another would get its ESM build.
const conditions = ['@portico/source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: tiers.map(({ name, include, exclude, testTimeout, maxWorkers }, order) => ({
      extends: true,
      test: {
        name,
        include,
        exclude,
        testTimeout,
        hookTimeout: testTimeout,
        maxWorkers,
        pool: 'forks' as const,
        environment: 'node',
        execArgv: ['--disable-warning=ExperimentalWarning'],
        setupFiles: ['./scripts/vitest/fail-on-console.ts'],
        sequence: { groupOrder: order },
        restoreMocks: true,
        unstubEnvs: true,
        unstubGlobals: true,
      },
    })),
    allowOnly: false,
    passWithNoTests: true,
  },
});
