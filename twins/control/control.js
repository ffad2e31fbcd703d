import { byId, call, element } from './dom.js';
import { faultForm, verbForm } from './forms.js';

const minute = 60_000;
const jumps = [
  ['+1 min', minute],
  ['+1 hour', 60 * minute],
  ['+1 day', 1_440 * minute],
  ['+7 days', 10_080 * minute],
];

/** Parts of each twin's section that change; the forms are built once, so that nobody's typing is wiped. */
const sections = new Map();
let isFrozen = false;

/** Draws a list only when it has changed: drawing takes the focus away from whoever is on one of its buttons. */
const drawn = new Map();
const draw = (place, rows, toElement) => {
  const now = JSON.stringify(rows);
  if (drawn.get(place) === now) return;
  drawn.set(place, now);
  place.replaceChildren(...rows.map(toElement));
};

const say = (sentence, isWrong = false) => {
  byId('notice').textContent = sentence;
  byId('notice').className = isWrong ? 'wrong' : '';
};

const act = async (doing, done) => {
  try {
    const answer = await doing();
    say(typeof done === 'function' ? done(answer) : done);
  } catch (error) {
    say(error.message, true);
  }
  await refresh();
};

const button = (label, run, properties = {}) => {
  const made = element('button', { type: 'button', ...properties }, label);
  made.addEventListener('click', run);
  return made;
};

const told = ({ deliveries }) => {
  if (deliveries.length === 0) return 'Done.';
  const states = Object.entries(Object.groupBy(deliveries, ({ state }) => state)).map(([state, rows]) => `${rows.length} ${state.replaceAll('_', ' ')}`);
  return `Done. Webhooks: ${states.join(', ')}.`;
};

const describeFault = ({ match, next, rate, hits, status, delayMs, ...fault }) =>
  [
    fault.do.replaceAll('_', ' '),
    status,
    delayMs !== undefined && `${delayMs} ms`,
    `on ${match.method ?? 'any'} ${match.path ?? 'call'}`,
    next !== undefined && `· next ${next - hits}`,
    rate !== undefined && `· ${Math.round(rate * 100)} %`,
    `· struck ${hits}×`,
  ]
    .filter((part) => part !== undefined && part !== false)
    .join(' ');

const build = (twin) => {
  const base = `/_twins/${twin.provider}`;
  const order = (fault) => act(() => call('POST', `${base}/faults`, fault), 'Fault ordered.');
  const perform = (input) => act(() => call('POST', `${base}/act`, input), told);
  const reset = button('Reset', () => act(() => call('POST', '/_twins/reset', { provider: twin.provider }), `${twin.title} is as on the first day.`));
  const parts = { counts: element('span', { className: 'soft' }), hooks: element('p', { className: 'soft' }), faults: element('ul') };
  const verbs = twin.verbs.map((verb) => verbForm(verb, twin.accounts, twin.webhooks !== undefined, perform));
  const left = element('div', {}, element('h3', {}, 'What happens there'), ...verbs);
  const right = element('div', {}, element('h3', {}, 'Faults'), parts.faults, faultForm(order), element('h3', {}, 'Webhooks'), parts.hooks);
  const section = element(
    'section',
    {},
    element('div', { className: 'head' }, element('h2', {}, twin.title), parts.counts, twin.page && element('a', { href: twin.page }, 'Use it by hand'), reset),
    element('div', { className: 'columns' }, left, right),
  );
  byId('twins').append(section);
  sections.set(twin.provider, parts);
};

const showTwin = (twin) => {
  if (!sections.has(twin.provider)) build(twin);
  const { counts, hooks, faults } = sections.get(twin.provider);
  counts.textContent = Object.entries(twin.counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(' · ');
  const targets = Object.entries(twin.webhooks?.targets ?? {}).map(([topic, { url }]) => (topic === 'default' ? url : `${topic}: ${url}`));
  hooks.textContent = twin.webhooks
    ? `${targets.join(', ') || 'No address registered yet.'} · ${twin.webhooks.delivered} delivered, ${twin.webhooks.underWay} under way, ${twin.webhooks.failed} failed`
    : 'This provider sends none.';
  const remove = (fault) => button('Remove', () => act(() => call('DELETE', `/_twins/${twin.provider}/faults/${fault.id}`), 'Fault removed.'));
  draw(faults, twin.faults, (fault) => element('li', {}, element('span', {}, describeFault(fault)), remove(fault)));
};

const showClock = (clock) => {
  isFrozen = clock.frozen;
  byId('now').dateTime = clock.now;
  byId('now').textContent = `${clock.now.slice(0, 10)} ${clock.now.slice(11, 19)} UTC`;
  const seconds = Math.round(clock.offsetMs / 1_000);
  byId('clock-state').textContent = [
    isFrozen ? 'standing still' : 'running',
    seconds !== 0 && `${seconds > 0 ? '+' : '−'}${Math.abs(seconds).toLocaleString('en')} s from real time`,
  ]
    .filter(Boolean)
    .join(', ');
  byId('freeze').textContent = isFrozen ? 'Go on' : 'Stand still';
};

const showJournal = (rows) => {
  draw(byId('journal'), rows, ({ provider, at, method, path, fault, status }) =>
    element(
      'tr',
      {},
      element('td', { title: at }, at.slice(11, 19)),
      element('td', { className: 'twin' }, provider),
      element('td', { className: 'call', title: path }, element('code', {}, `${method} ${path}`)),
      element('td', {}, fault?.replaceAll('_', ' ') ?? ''),
      element('td', { className: `number${status === null || status >= 400 ? ' wrong' : ''}` }, status === null ? 'no answer' : String(status)),
    ),
  );
  byId('journal-empty').hidden = rows.length > 0;
};

const refresh = async () => {
  try {
    const { clock, data } = await call('GET', '/_twins');
    showClock(clock);
    data.forEach(showTwin);
    const journals = await Promise.all(
      data.map(async ({ provider }) => (await call('GET', `/_twins/${provider}/journal?limit=30`)).data.map((row) => ({ ...row, provider }))),
    );
    showJournal(
      journals
        .flat()
        .sort((a, b) => b.at.localeCompare(a.at) || b.id - a.id)
        .slice(0, 30),
    );
  } catch {
    say('The twins do not answer. Are they still running?', true);
  }
};

const changeClock = (change) => act(() => call('POST', '/_twins/clock', change), '');
byId('clock-buttons').append(
  ...jumps.map(([label, advanceMs]) => button(label, () => changeClock({ advanceMs }))),
  button('Stand still', () => changeClock({ freeze: !isFrozen }), { id: 'freeze' }),
  button('Real time', () => changeClock({ now: new Date().toISOString(), freeze: false })),
);
byId('reset').addEventListener('click', () => {
  if (confirm('Reset all twins? Their data, permissions, faults and journals go, and the clock returns to real time.'))
    act(() => call('POST', '/_twins/reset', {}), 'All twins are as on the first day.');
});

await refresh();
setInterval(refresh, 2_000);
