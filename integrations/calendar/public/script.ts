import { createHash } from 'node:crypto';

/**
 * What pages for guests do beyond links and forms, which work without it: the browser's own zone, steps without a new
 * page, a time that is kept while somebody types. Plain JavaScript of today's browsers; it is served as it stands here.
 */
export const SCRIPT = `(() => {
  const page = () => document.getElementById('page');
  const zone = (() => { try { return Intl.DateTimeFormat().resolvedOptions().timeZone; } catch { return ''; } })();
  const say = (text) => { const live = document.getElementById('live'); if (live) live.textContent = text; };
  const tall = () => { if (document.body.classList.contains('embed')) parent.postMessage({ patchbay: 'height', height: document.documentElement.scrollHeight }, '*'); };
  let turn = 0;
  async function go(url, push, focus) {
    const mine = ++turn;
    page().classList.add('busy');
    try {
      const answer = await window.fetch(url, { headers: { accept: 'text/html' } });
      const text = await answer.text();
      // Its style is ours already, and bears a nonce of another page.
      const next = new DOMParser().parseFromString(text.slice(0, text.indexOf('<style')) + text.slice(text.indexOf('</style>') + 8), 'text/html');
      const fresh = next.getElementById('page');
      if (mine !== turn) return;
      if (!fresh) { location.assign(url); return; }
      page().replaceWith(fresh);
      document.title = next.title;
      if (push) history.pushState(null, '', url);
      const target = focus && document.getElementById(focus);
      if (target) { target.focus(); say(target.textContent); }
      begin();
    } catch { location.assign(url); }
  }
  async function keep(form) {
    const data = new FormData(form);
    const answer = await window.fetch(form.dataset.hold, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ start: data.get('start'), duration: Number(data.get('duration')) }) });
    if (answer.ok) form.elements.holdToken.value = (await answer.json()).holdToken;
    else if (answer.status === 409) go(form.dataset.again + '&taken=1', false, 'message');
  }
  function begin() {
    const form = document.querySelector('form[data-hold]');
    if (form && !form.elements.holdToken.value && !form.dataset.asked) { form.dataset.asked = '1'; keep(form); }
    tall();
  }
  document.addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a[data-go]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link.href, true, link.dataset.go);
  });
  document.addEventListener('change', (event) => {
    if (event.target.name !== 'timeZone' || !event.target.form || event.target.form.method !== 'get') return;
    const url = new URL(location.href);
    url.searchParams.set('timeZone', event.target.value);
    url.searchParams.delete('date');
    go(url.href, true, 'zone');
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post') return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  addEventListener('popstate', () => go(location.href, false, 'when'));
  addEventListener('resize', tall);
  const asked = new URL(location.href);
  const shown = page() && page().dataset.zone;
  if (zone && shown && !asked.searchParams.has('timeZone') && zone !== shown && !page().dataset.fixed) {
    asked.searchParams.set('timeZone', zone);
    history.replaceState(null, '', asked.href);
    go(asked.href, false);
  } else begin();
})();
`;
/** In the address, so that it may be kept for ever. */
export const SCRIPT_NAME = `page-${createHash('sha256').update(SCRIPT).digest('hex').slice(0, 12)}.js`;
