import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{sdk,platform,crm,playbooks,server,twins,scripts}/**/*.test.ts', 'integrations/*/tests/**/*.test.ts', 'e2e/**/*.test.ts'],
    globalSetup: ['platform/testing/global-setup.ts', './e2e/browser.ts'],
    // A database per file lives in its process; threads would hold all of them in one.
    pool: 'forks',
    setupFiles: ['platform/testing/each-file.ts'],
    // Files follow each other in a process: what they import is set up once. Each has a database of its own all the same.
    isolate: false,
    // What was stripped of its types once is not stripped again by the next run.
    fsModuleCache: true,
    maxWorkers: 2,
    // A net for what hangs, not a measure of speed: machines are shared and noisy.
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
