import type { Words } from './words.ts';

const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
const STYLE = `
:root{color-scheme:light dark;--ink:#1b1d1f;--soft:#5f666d;--line:#dfe3e6;--ground:#f7f8f8;--card:#fff;--act:#0b6e6e;--on:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e9ebec;--soft:#a2aab1;--line:#33383c;--ground:#141617;--card:#1c1f21;--act:#4fb3b3;--on:#0d1414}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,Segoe UI,sans-serif}
main{max-width:34rem;margin:12vh auto;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:12px}
@media(max-width:40rem){main{margin:0;min-height:100vh;border:0;border-radius:0;padding:1.5rem 1.25rem}}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 .5rem}h2{font-size:.9375rem;margin:1.5rem 0 .25rem}p{margin:.5rem 0}small,.soft{color:var(--soft)}
fieldset{border:0;padding:0;margin:0}label{display:flex;gap:.75rem;padding:.75rem 0;border-bottom:1px solid var(--line);cursor:pointer}
input{width:1.15rem;height:1.15rem;margin:.2rem 0 0;accent-color:var(--act);flex:none}label span{display:block}
button{font:inherit;font-weight:600;margin-top:1.25rem;padding:.65rem 1.25rem;border:1px solid var(--act);border-radius:8px;background:var(--act);color:var(--on);cursor:pointer}
button.second{background:transparent;color:var(--act)}:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.done{border-left:3px solid var(--act);padding:.25rem 0 .25rem .875rem;margin:0 0 1rem}`;

const page = (words: Words, title: string, body: string) => (nonce: { style: string }) =>
  `<!doctype html><html lang="${words.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escaped(title)}</title><style nonce="${nonce.style}">${STYLE}</style></head><body><main>${body}</main></body></html>`;

export interface ShownTopic {
  id: string;
  name: string;
  description: string;
  isOn: boolean;
}
export interface Shown {
  address: string;
  topics: readonly ShownTopic[];
  /** Nothing at all is sent to them. */
  isOut: boolean;
  done?: 'all' | 'topics' | undefined;
  action: string;
}

/** Looking at it changes nothing: scanners follow every link. */
export function preferencesPage(words: Words, { address, topics, isOut, done, action }: Shown) {
  const said = done === 'all' ? words.doneAll : done === 'topics' ? words.doneTopics : '';
  const boxes = topics
    .map(
      ({ id, name, description, isOn }) =>
        `<label><input type="checkbox" name="topic-${id}" value="on"${isOn && !isOut ? ' checked' : ''}><span>${escaped(name)}${description ? `<small>${escaped(description)}</small>` : ''}</span></label>`,
    )
    .join('');
  const choose =
    topics.length > 0
      ? `<form method="post" action="${escaped(action)}"><input type="hidden" name="choice" value="topics"><fieldset><h2>${escaped(words.topics)}</h2>${boxes}</fieldset><button${isOut || done ? ' class="second"' : ''}>${escaped(words.save)}</button></form>`
      : '';
  const leave = isOut
    ? topics.length > 0
      ? ''
      : `<form method="post" action="${escaped(action)}"><input type="hidden" name="choice" value="again"><button class="second">${escaped(words.again)}</button></form>`
    : `<form method="post" action="${escaped(action)}"><input type="hidden" name="choice" value="all"><h2>${escaped(words.all)}</h2><p class="soft">${escaped(words.allHint)}</p><button${topics.length > 0 ? ' class="second"' : ''}>${escaped(words.button)}</button></form>`;
  return page(
    words,
    words.title,
    `${said ? `<p class="done" role="status">${escaped(said)}${done === 'all' ? ` <span class="soft">${escaped(words.undo)}</span>` : ''}</p>` : ''}<h1>${escaped(words.title)}</h1><p class="soft">${escaped(words.lead(address))}</p>${choose}${leave}`,
  );
}

export const confirmPage = (words: Words, topic: string, address: string, action: string) =>
  page(
    words,
    words.confirmTitle,
    `<h1>${escaped(words.confirmTitle)}</h1><p>${escaped(words.confirmLead(topic, address))}</p><form method="post" action="${escaped(action)}"><button>${escaped(words.confirmButton)}</button></form>`,
  );
export const confirmedPage = (words: Words, topic: string) =>
  page(words, words.confirmTitle, `<p class="done" role="status">${escaped(words.confirmed(topic))}</p>`);
