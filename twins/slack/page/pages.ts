import { readFileSync } from 'node:fs';
import type { Route } from '../../http/router.ts';

const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A fixed list: no path of a request ever becomes a file name. */
const file = (path: string, name: string, contentType: string): Route => ({
  method: 'GET',
  path,
  handle: () => ({
    status: 200,
    headers: { 'content-type': `${contentType}; charset=utf-8`, 'content-security-policy': csp, 'cache-control': 'no-cache' },
    body: readFileSync(new URL(name, import.meta.url)),
  }),
});

/** A page that looks like a channel: commands are typed and buttons pressed by hand, with no account at Slack. */
export const slackPages: readonly Route[] = [
  file('/_twins/slack/app', './app.html', 'text/html'),
  file('/_twins/slack/app/app.css', './app.css', 'text/css'),
  file('/_twins/slack/app/app.js', './app.js', 'text/javascript'),
  file('/_twins/slack/app/blocks.js', './blocks.js', 'text/javascript'),
  file('/_twins/slack/app/message.js', './message.js', 'text/javascript'),
  file('/_twins/slack/app/mrkdwn.js', './mrkdwn.js', 'text/javascript'),
];
