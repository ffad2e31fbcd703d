import { type Markup, markup } from '../html.ts';
import { type Answer, html } from '../http/answer.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import type { OAuthAccount } from './options.ts';

/**
 * No scripts, own style sheet only. `formAction` must name where the form's answer redirects to: Chromium applies form-action
 * to redirects after a submit as well.
 */
const policy = (formAction: string): string =>
  `default-src 'none'; style-src 'self'; form-action 'self'${formAction ? ` ${formAction}` : ''}; base-uri 'none'; frame-ancestors 'none'`;

const frame = (title: string, body: Markup): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/_assets/consent.css">
</head>
<body>
<main>
<div class="sheet">${body}</div>
<p class="foot">A local stand-in on this machine. Nothing here reaches the real service.</p>
</main>
</body>
</html>
`.markup;

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();

export const consentPage = (title: string, request: AuthorizeRequest, accounts: readonly OAuthAccount[]): Answer => {
  const chosen = accounts.find(({ email, id }) => email === request.loginHint || id === request.loginHint) ?? accounts[0];
  const people = accounts.map(
    (account) => markup`<label class="person">
<input type="radio" name="account" value="${account.id}" required${account === chosen && markup` checked`}>
<span class="face" aria-hidden="true">${initials(account.name)}</span>
<span class="who"><b>${account.name}</b><small>${account.email}</small></span>
</label>`,
  );
  const scopes = request.scopes.map(
    ({ name, title, required }) => markup`<label class="scope">
<input type="checkbox" name="granted" value="${name}" checked${required && markup` disabled`}>
<span><b>${title}</b><small><code>${name}</code>${required && markup` · always included`}</small></span>
</label>`,
  );
  const body = markup`<header>
<span class="mark" aria-hidden="true">${title.charAt(0)}</span>
<h1>${request.client.name} asks for access to ${title}</h1>
</header>
<form method="post">
<fieldset><legend>Account</legend>${people}</fieldset>
<fieldset><legend>${request.client.name} will be able to</legend>${scopes}</fieldset>
<p class="note">You can withdraw this at any time. Afterwards you return to <code>${new URL(request.redirectUri).host}</code>.</p>
<div class="buttons">
<button name="decision" value="deny" formnovalidate>Deny</button>
<button name="decision" value="allow" class="primary">Allow</button>
</div>
</form>`;
  const headers = { 'content-security-policy': policy(new URL(request.redirectUri).origin), 'cache-control': 'no-store' };
  return html(200, frame(`Allow ${request.client.name} · ${title}`, body), headers);
};

export const refusalPage = (title: string, error: string, sentence: string): Answer => {
  const body = markup`<header>
<span class="mark" aria-hidden="true">${title.charAt(0)}</span>
<h1>${title} cannot go on</h1>
</header>
<p role="alert">${sentence}</p>
<p class="note"><code>${error}</code></p>`;
  return html(400, frame(`Error · ${title}`, body), { 'content-security-policy': policy(''), 'cache-control': 'no-store' });
};
