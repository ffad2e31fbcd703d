import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { afterFile } from '#platform/testing/after-file';
import { type TestHub, testHub } from '../server/testing/test-hub.ts';
import { launchBrowser } from './browser.ts';

/** Set to look at the pages: `PATCHBAY_SHOTS=folder npx vitest run e2e/console`. */
const shots = process.env.PATCHBAY_SHOTS;

export interface ConsolePage {
  hub: TestHub;
  page: Page;
  /** What the browser complained about: errors of scripts and of the content policy. */
  complaints: string[];
  /** No serious finding of axe, nothing wider than the page; a picture at two widths, light and dark, when asked for. */
  inspect(name: string, of?: Page): Promise<void>;
  /** From the printed link to the first page, as the owner. */
  setUp(): Promise<void>;
}

/** A hub with its twins, the built console and a browser; closed after the file. */
export async function openConsole({
  viewport = { width: 1280, height: 800 },
  colorScheme = 'light',
  hasSound = false,
  ...options
}: {
  environment?: Record<string, string>;
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  /** A microphone and calls. */
  hasSound?: boolean;
} = {}): Promise<ConsolePage> {
  const hub = await testHub(options);
  const browser = await launchBrowser({ hasSound });
  afterFile(() => browser.close());
  // Nothing moves, so that colours are measured when they are what they will be.
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', ...(hasSound ? { permissions: ['microphone'] } : {}) });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // axe looks into the trees of widgets with a style of its own: that is no script of the page.
    const isAxe = message.location().url === '' && message.text().startsWith('Applying inline style');
    if (message.type() === 'error' && !isAxe) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    hub,
    page,
    complaints,
    async inspect(name, of = page) {
      if (shots) {
        mkdirSync(shots, { recursive: true });
        for (const scheme of ['light', 'dark'] as const) {
          await of.emulateMedia({ colorScheme: scheme });
          for (const width of [1440, 390]) {
            await of.setViewportSize({ width, height: 860 });
            await of.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`), fullPage: true });
          }
        }
        await of.emulateMedia({ colorScheme });
        await of.setViewportSize(viewport);
      }
      // A colour on its way to another is neither.
      await of.evaluate('Promise.allSettled(document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished))');
      // Nothing can be run in a frame that forbids scripts; what stands in it is another's mail.
      await of.evaluate("for (const frame of document.querySelectorAll('iframe[sandbox]')) frame.replaceWith(document.createElement('span'))");
      const { violations } = await new AxeBuilder({ page: of as never }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual([]);
      const tooWide = await of.evaluate(
        '[...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((each) => each.outerHTML.slice(0, 200)).slice(0, 5)',
      );
      const fits = await of.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
      expect(fits ? [] : tooWide, `${name} is wider than the screen`).toEqual([]);
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
