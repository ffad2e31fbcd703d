import { element } from '/_assets/dom.js';

const plain = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const EMOJI = {
  briefcase: '💼',
  bust_in_silhouette: '👤',
  office: '🏢',
  warning: '⚠️',
  tada: '🎉',
  link: '🔗',
  raising_hand: '🙋',
  white_check_mark: '✅',
  x: '❌',
  hourglass: '⏳',
  pushpin: '📌',
  moneybag: '💰',
  alarm_clock: '⏰',
  arrows_counterclockwise: '🔄',
  see_no_evil: '🙈',
  lock: '🔒',
};
export const emoji = (name) => EMOJI[name] ?? `:${name}:`;
const date = (seconds) => new Date(Number(seconds) * 1000).toLocaleDateString('en', { day: 'numeric', month: 'short', year: 'numeric' });

/** Slack's own markup as elements. Nothing of it ever becomes HTML. */
export const mrkdwn = (text, names) => {
  const made = document.createDocumentFragment();
  const rule =
    /<!date\^(\d+)\^[^|>]*\|?[^>]*>|<@([A-Z0-9]+)>|<#([A-Z0-9]+)(?:\|[^>]*)?>|<(https?:[^|>]+)\|?([^>]*)>|<!([a-z]+)[^>]*>|\*([^*\n]+)\*|_([^_\n]+)_|`([^`\n]+)`|:([a-z_]+):/g;
  let from = 0;
  for (const match of text.matchAll(rule)) {
    made.append(plain(text.slice(from, match.index)));
    from = match.index + match[0].length;
    const [whole, day, user, channel, url, label, broadcast, bold, italic, code, emoji] = match;
    if (day) made.append(date(day));
    else if (user) made.append(element('span', { className: 'mention' }, `@${names.user(user)}`));
    else if (channel) made.append(element('span', { className: 'mention' }, `#${names.channel(channel)}`));
    else if (url) made.append(element('a', { href: url, target: '_blank', rel: 'noreferrer' }, plain(label || url)));
    else if (broadcast) made.append(element('span', { className: 'mention' }, `@${broadcast}`));
    else if (bold) made.append(element('b', {}, mrkdwn(bold, names)));
    else if (italic) made.append(element('i', {}, mrkdwn(italic, names)));
    else if (code) made.append(element('code', {}, plain(code)));
    else made.append(EMOJI[emoji] ?? whole);
  }
  made.append(plain(text.slice(from)));
  return made;
};
