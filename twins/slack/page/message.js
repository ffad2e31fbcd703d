import { element } from '/_assets/dom.js';
import { blocks } from '/_twins/slack/app/blocks.js';
import { emoji, mrkdwn } from '/_twins/slack/app/mrkdwn.js';

/** What people react with most, and what the app does something about. */
const REACTIONS = ['pushpin', 'white_check_mark', 'moneybag', 'raising_hand'];
const WORDS = { pushpin: 'Keep on the timeline', white_check_mark: 'Done', moneybag: 'Won', raising_hand: 'I take it' };

const initials = (name) =>
  name
    .split(' ')
    .map((part) => part[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
/** The same face for the same person, wherever they speak. */
const face = (name, isApp) => {
  const sum = [...name].reduce((all, letter) => all + letter.codePointAt(0), 0);
  return element('span', { className: isApp ? 'face of-app' : `face tone-${sum % 5}`, ariaHidden: 'true' }, isApp ? '⌁' : initials(name));
};
const timeOf = (ts) => new Date(Number(ts) * 1000).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit' });

/**
 * One message as Slack draws it. `hands`: `names`, `me`, `repliesOf`, and what can be done: `press`, `suggest`, `react`,
 * `reply`, `save`.
 */
export const messageRow = (message, hands, isReply = false) => {
  const { ts } = message;
  const isApp = message.botId !== undefined;
  const isOnly = message.ephemeralFor !== undefined;
  const name = isApp ? 'Patchbay CRM' : hands.names.user(message.user);
  const drawn = { names: hands.names, press: hands.press(message), suggest: hands.suggest };
  const said = message.blocks?.length ? blocks(message.blocks, drawn) : [element('p', { className: 'text' }, mrkdwn(message.text, hands.names))];
  const files = (message.files ?? []).map((each) => element('p', { className: 'file' }, `📄 ${each.name}`));
  const unfurls = Object.values(message.unfurls ?? {}).map((card) => element('div', { className: 'unfurl' }, ...blocks(card.blocks ?? [], drawn)));
  const replies = isReply ? [] : hands.repliesOf(ts);

  const react = (reaction) => {
    const users = message.reactions.find((each) => each.name === reaction)?.users ?? [];
    return () => hands.react(message, reaction, users.includes(hands.me));
  };
  const reactions = message.reactions.map(({ name: reaction, users }) => {
    const isMine = users.includes(hands.me);
    const made = element(
      'button',
      { type: 'button', className: isMine ? 'reaction mine' : 'reaction', ariaLabel: `${reaction}, ${users.length}${isMine ? ', yours' : ''}` },
      `${emoji(reaction)} ${users.length}`,
    );
    made.addEventListener('click', react(reaction));
    return made;
  });

  const form = element('form', { className: 'reply', hidden: true }, element('input', { ariaLabel: 'Reply in thread', placeholder: 'Reply…' }));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = form.querySelector('input').value;
    if (text) hands.reply(message, text);
  });
  const tool = (label, words, run) => {
    const made = element('button', { type: 'button', className: 'tool', title: words, ariaLabel: words }, label);
    made.addEventListener('click', run);
    return made;
  };
  const openReply = () => {
    form.hidden = false;
    form.querySelector('input').focus();
  };
  const tools = isOnly
    ? []
    : [
        ...REACTIONS.map((each) => tool(emoji(each), WORDS[each], react(each))),
        ...(isReply ? [] : [tool('Reply', 'Reply in thread', openReply)]),
        tool('Save to CRM timeline', 'Save to CRM timeline', () => hands.save(message)),
      ];

  return element(
    'li',
    { className: `message${isOnly ? ' only' : ''}` },
    face(name, isApp),
    element(
      'div',
      { className: 'body' },
      element(
        'p',
        { className: 'by' },
        element('b', {}, name),
        isApp && element('span', { className: 'app' }, 'APP'),
        element('time', {}, timeOf(ts)),
        message.editedTs && element('span', { className: 'soft' }, '(edited)'),
        isOnly && element('span', { className: 'soft' }, 'Only visible to you'),
      ),
      ...said,
      ...files,
      ...unfurls,
      message.userAuthRequired && element('p', { className: 'soft' }, 'Its poster is asked, alone, to link their account before the link is shown.'),
      reactions.length > 0 && element('div', { className: 'reactions' }, ...reactions),
      replies.length > 0 &&
        element(
          'ol',
          { className: 'thread', ariaLabel: `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}` },
          ...replies.map((each) => messageRow(each, hands, true)),
        ),
      tools.length > 0 && element('div', { className: 'tools' }, ...tools),
      !isReply && !isOnly && form,
    ),
  );
};
