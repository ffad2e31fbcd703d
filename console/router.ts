import { createRouter } from '@tanstack/react-router';
import { callsRoutes } from './routes/calls.ts';
import { houseRoutes } from './routes/house.ts';
import { outreachRoutes } from './routes/outreach.ts';
import { outsideRoutes } from './routes/outside.ts';
import { recordRoutes } from './routes/record.ts';
import { root, signedIn } from './routes/roots.tsx';
import { talkRoutes } from './routes/talk.ts';

/** Every page by its address; a page is fetched when somebody goes there, or is about to. */
export const router = createRouter({
  routeTree: root.addChildren([...outsideRoutes, signedIn.addChildren([...houseRoutes, ...recordRoutes, ...talkRoutes, ...callsRoutes, ...outreachRoutes])]),
  defaultPreload: 'intent',
});
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
