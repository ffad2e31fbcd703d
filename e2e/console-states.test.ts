import { sql } from 'drizzle-orm';
import type { Route } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

const LISTS = ['contacts', 'organizations', 'deals'] as const;
const REFUSAL = {
  type: 'urn:patchbay:error:unavailable',
  title: 'The hub is not ready',
  status: 503,
  code: 'unavailable',
  detail: 'The database does not answer.',
  remedy: 'It is tried again by itself; nothing was lost.',
  requestId: '01a21b96-fcae-7c98-bd6e-d32f99a3467b',
};

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole({ viewport: { width: 1024, height: 768 } });
}, 120_000);

// Long, and asked for by name.
it.skipIf(process.env.PATCHBAY_DRILLS !== '1')(
  'lists say what is the matter when the hub is slow or fails, and hold ten thousand rows with few in the page',
  { timeout: 360_000 },
  async () => {
    const { page, hub, inspect } = opened;
    await opened.setUp();
    await page.getByRole('button', { name: 'Create the workspace' }).click();
    await page.getByText('Connect your first account to begin.').waitFor();

    for (const list of LISTS) {
      const pattern = new RegExp(`/api/v1/${list}\\?`);
      const held = Promise.withResolvers<void>();
      const slow = async (route: Route) => {
        await held.promise;
        await route.continue();
      };
      await page.route(pattern, slow);
      await page.goto(`${hub.url}/${list}`);
      await page.locator('[role="table"][aria-busy="true"]').waitFor();
      await inspect(`${list}-slow`);
      held.resolve();
      await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
      await page.unroute(pattern, slow);

      const failing = (route: Route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(REFUSAL) });
      await page.route(pattern, failing);
      await page.goto(`${hub.url}/${list}`);
      await page.getByRole('alert').getByText(REFUSAL.remedy).waitFor({ timeout: 30_000 });
      await page.getByText(REFUSAL.requestId).waitFor();
      await inspect(`${list}-failing`);
      await page.unroute(pattern, failing);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('alert').waitFor({ state: 'detached' });
    }

    const [workspace] = await hub.database.systemQuery<{ id: string }>({ text: `select id from workspaces where name = 'Compilers Ltd'` });
    const id = workspace?.id ?? '';
    await hub.database.workspace(id as never, (tx) =>
      tx.execute(sql`insert into contacts (workspace_id, id, first_name, last_name, job_title)
      select ${id}::uuid, gen_random_uuid(), case n % 3 when 0 then 'שרה' when 1 then 'محمد' else 'Maximiliane-Friederike von Hohenstein' end, 'No. ' || n,
        case n % 2 when 0 then 'Head of the department of long titles that nobody reads to the end' end from generate_series(1, 10000) n`),
    );
    await page.goto(`${hub.url}/contacts`);
    await page.getByRole('row').nth(5).waitFor();
    await inspect('contacts-many');
    for (let n = 0; n < 20; n++) {
      await page.mouse.move(500, 500);
      await page.mouse.wheel(0, 2_000);
      expect(await page.getByRole('row').count()).toBeLessThanOrEqual(100);
    }
    await page.getByText('more than').waitFor();
  },
);
