import { byId, call, element } from '/_assets/dom.js';
import { blocks } from '/_twins/slack/app/blocks.js';
import { messageRow } from '/_twins/slack/app/message.js';

const act = (verb, input) => call('POST', '/_twins/slack/act', { verb, ...input });
const HOME = 'home';
const hash = new URLSearchParams(location.hash.slice(1));
let who = hash.get('user') ?? 'U0DANA';
let place = hash.get('channel') ?? 'C0DEALS';
let data;
let drawn = '';
let isBusy = false;

const names = {
  user: (id) => data.users[id]?.realName ?? id,
  channel: (id) => data.channels[id]?.name ?? id,
  people: () =>
    Object.values(data.users)
      .filter(({ isBot }) => !isBot)
      .map(({ id, realName: name }) => ({ id, name })),
};
const say = (sentence, isWrong = false) => {
  byId('notice').textContent = sentence;
  byId('notice').className = isWrong ? 'wrong' : '';
};

/** Does one thing at a time; what the hub answers is on the page afterwards. */
const perform = async (doing) => {
  isBusy = true;
  try {
    say('');
    await doing();
  } catch (error) {
    say(error.message, true);
  } finally {
    isBusy = false;
  }
  await refresh();
};
const press = (surface, at) => (what) => perform(() => act('slack.click', { user: who, surface, ...at, ...what }));
const suggest = async (action, block, value) => {
  await act('slack.suggest', { user: who, action, block, value });
  const state = await call('GET', '/_twins/slack/state');
  const answer = state.data.answers.at(-1);
  return answer?.body ? (JSON.parse(answer.body).options ?? []) : [];
};

const hands = {
  names,
  get me() {
    return who;
  },
  repliesOf: (ts) =>
    Object.values(data.messages)
      .filter((each) => each.channel === place && each.threadTs === ts && each.ts !== ts && (!each.ephemeralFor || each.ephemeralFor === who))
      .sort((a, b) => (a.ts < b.ts ? -1 : 1)),
  press: ({ channel, ts }) => press('message', { channel, ts }),
  suggest,
  react: ({ channel, ts }, name, remove) => void perform(() => act('slack.react', { user: who, channel, ts, name, remove })),
  reply: ({ channel, ts }, text) => {
    // What is typed is said: the form may be drawn over again.
    document.activeElement?.blur();
    void perform(() => act('slack.say', { user: who, channel, text, thread: ts }));
  },
  save: ({ channel, ts }) => void perform(() => act('slack.message_action', { user: who, channel, ts, callback: 'crm_log_message' })),
};

const showModal = () => {
  const dialog = byId('modal');
  const open = Object.values(data.views).findLast((each) => each.userId === who && each.isOpen);
  const mark = open ? `${open.id} ${open.hash} ${JSON.stringify(open.view.twin_errors ?? '')}` : '';
  if (dialog.dataset.mark === mark) return;
  dialog.dataset.mark = mark;
  if (!open) return dialog.close();
  const { view } = open;
  const fields = { names, press: press('view', {}), suggest, errors: view.twin_errors };
  const form = element(
    'form',
    {},
    element('h2', { id: 'modal-title' }, view.title.text),
    view.twin_errors?.[''] && element('p', { className: 'wrong', role: 'alert' }, view.twin_errors['']),
    ...blocks(view.blocks, fields),
    element(
      'div',
      { className: 'buttons' },
      element('button', { type: 'button', id: 'modal-close' }, view.close?.text ?? 'Close'),
      view.submit && element('button', { type: 'submit', className: 'primary' }, view.submit.text),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const many = new Set([...form.querySelectorAll('[data-many]')].map(({ dataset }) => dataset.many));
    const values = Object.fromEntries(
      [...new Set([...given.keys(), ...many])].map((name) => [name, many.has(name) ? given.getAll(name) : given.get(name) || null]),
    );
    void perform(() => act('slack.submit', { user: who, values }));
  });
  dialog.replaceChildren(form);
  byId('modal-close').addEventListener('click', () => void perform(() => act('slack.close', { user: who })));
  if (!dialog.open) dialog.showModal();
};

const show = () => {
  const me = data.users[who];
  const mine = Object.values(data.channels).filter((each) => each.members.includes(who));
  byId('team').textContent = data.teams[me.teamId]?.name ?? 'Guests';
  byId('who').replaceChildren(
    ...Object.values(data.users)
      .filter(({ isBot }) => !isBot)
      .map((each) => element('option', { value: each.id, selected: each.id === who }, each.realName)),
  );
  const entry = (id, label) => {
    const link = element('a', { href: `#channel=${id}`, ariaCurrent: id === place ? 'page' : null }, label);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      place = id;
      if (id === HOME) void perform(() => act('slack.home', { user: who }));
      else void refresh();
    });
    return element('li', {}, link);
  };
  const label = ({ kind, name, isArchived, isExtShared }) =>
    kind === 'im' ? 'Patchbay CRM' : `${kind === 'private' ? '🔒' : '#'} ${name}${isArchived ? ' (archived)' : ''}${isExtShared ? ' (shared)' : ''}`;
  const rooms = mine.filter(({ kind }) => kind !== 'im');
  const direct = mine.filter(({ kind }) => kind === 'im');
  byId('channels').replaceChildren(
    entry(HOME, '⌂ Home of the app'),
    element('li', { className: 'heading' }, 'Channels'),
    ...rooms.map((each) => entry(each.id, label(each))),
    ...(direct.length > 0 ? [element('li', { className: 'heading' }, 'Direct messages'), ...direct.map((each) => entry(each.id, label(each)))] : []),
  );
  const channel = data.channels[place];
  byId('title').textContent = place === HOME ? 'Home of the app' : channel ? label(channel) : '';
  byId('topic').textContent = channel?.topic ?? '';
  const bookmarks = Object.values(data.bookmarks).filter((each) => each.channel === place);
  const pins = data.pins.filter((each) => each.channel === place).length;
  byId('marks').replaceChildren(
    ...bookmarks.map((each) => element('a', { href: each.link, target: '_blank', rel: 'noreferrer' }, `🔗 ${each.title}`)),
    ...(pins > 0 ? [element('span', { className: 'soft' }, `📌 ${pins} pinned`)] : []),
  );
  byId('composer').hidden = place === HOME || !channel || channel.isArchived;
  const list = byId('messages');
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  if (place === HOME) {
    const home = data.homes[who];
    list.replaceChildren(
      element(
        'li',
        {},
        ...(home
          ? blocks(home.blocks, { names, press: press('home', {}), suggest })
          : [element('p', { className: 'soft' }, 'The app has not put anything here yet.')]),
      ),
    );
  } else {
    const shown = Object.values(data.messages).filter((each) => each.channel === place && !each.threadTs && (!each.ephemeralFor || each.ephemeralFor === who));
    list.replaceChildren(...shown.sort((a, b) => (a.ts < b.ts ? -1 : 1)).map((each) => messageRow(each, hands)));
    if (shown.length === 0) list.append(element('li', { className: 'soft' }, 'Nothing was said here yet. Try /crm help'));
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }
};

/** Drawn only when something changed, so that nobody's typing is wiped. */
const refresh = async () => {
  const state = await call('GET', '/_twins/slack/state');
  data = state.data;
  const { messages, views: _views, answers: _answers, triggers: _triggers, responseUrls: _urls, counter: _counter, ...rest } = data;
  const now = JSON.stringify([who, place, messages, rest]);
  if (now !== drawn) {
    drawn = now;
    show();
  }
  showModal();
};

byId('who').addEventListener('change', (event) => {
  who = event.target.value;
  void refresh();
});
byId('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const { value } = byId('text');
  if (!value) return;
  byId('text').value = '';
  const command = /^(\/\w+)\s*(.*)$/s.exec(value);
  void perform(() =>
    command
      ? act('slack.slash', { user: who, channel: place, command: command[1], text: command[2] })
      : act('slack.say', { user: who, channel: place, text: value }),
  );
});
byId('shortcut').addEventListener('click', () => void perform(() => act('slack.shortcut', { user: who, callback: 'crm_create_global' })));
await refresh();
setInterval(() => {
  if (!isBusy && !document.activeElement?.closest('.reply')) void refresh();
}, 700);
