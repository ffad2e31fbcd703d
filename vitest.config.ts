import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{sdk,platform,crm,playbooks,server,twins,scripts}/**/*.test.ts', 'integrations/*/tests/**/*.test.ts', 'e2e/**/*.test.ts'],
    globalSetup: ['platform/testing/global-setup.ts', './e2e/browser.ts'],
    // A database per file lives in its process; threads would hold all of them in one.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
