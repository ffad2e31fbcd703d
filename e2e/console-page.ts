import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import { type TestHub, testHub } from '../server/testing/test-hub.ts';
import { launchBrowser } from './browser.ts';

const root = join(import.meta.dirname, '..');
/** Set to look at the pages: `PATCHBAY_SHOTS=folder npx vitest run e2e/console`. */
const shots = process.env.PATCHBAY_SHOTS;

export interface ConsolePage {
  hub: TestHub;
  page: Page;
  /** What the browser complained about: errors of scripts and of the content policy. */
  complaints: string[];
  /** No serious finding of axe, nothing wider than the page; a picture at two widths, light and dark, when asked for. */
  inspect(name: string): Promise<void>;
  /** From the printed link to the first page, as the owner. */
  setUp(): Promise<void>;
}

/** A hub with its twins, the built console and a browser; closed after the file. */
export async function openConsole(): Promise<ConsolePage> {
  if (!existsSync(join(root, 'console/dist/index.html')))
    execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', 'console/vite.config.ts'], { cwd: root });
  const hub = await testHub();
  const browser = await launchBrowser();
  afterAll(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    hub,
    page,
    complaints,
    async inspect(name) {
      const { violations } = await new AxeBuilder({ page: page as never }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
      if (!shots) return;
      mkdirSync(shots, { recursive: true });
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        for (const width of [1440, 390]) {
          await page.setViewportSize({ width, height: 860 });
          await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`), fullPage: true });
        }
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1280, height: 800 });
    },
    async setUp() {
      const { setupUrl } = await hub.hub.access.firstOwner.ensureFirstOwner({});
      await page.goto(setupUrl ?? '');
      await page.getByLabel('Your name').fill('Grace Hopper');
      await page.getByLabel('E-mail address').fill('grace@example.test');
      await page.getByLabel('Password', { exact: false }).first().fill('a long enough password');
      await page.getByLabel('Name of your team or company').fill('Compilers Ltd');
    },
  };
}
