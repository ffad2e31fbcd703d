import { call, element } from '/_assets/dom.js';

const base = '/_twins/twilio';
const phones = [
  { title: 'Salesperson', number: '+14155550999' },
  { title: 'Customer', number: '+14155552671' },
];
const over = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];
const words = {
  queued: 'Dialling…',
  initiated: 'Dialling…',
  ringing: 'Ringing',
  'in-progress': 'In a call',
  completed: 'Ended',
  busy: 'Busy',
  failed: 'Could not be reached',
  'no-answer': 'Nobody answered',
  canceled: 'Cancelled',
};
const notice = document.getElementById('notice');

const act = async (input) => {
  try {
    await call('POST', `${base}/act`, input);
    notice.textContent = '';
  } catch (error) {
    notice.textContent = error.message;
    notice.className = 'wrong';
  }
  await refresh();
};
const button = (label, run, className = '') => {
  const made = element('button', { type: 'button', className }, label);
  made.addEventListener('click', run);
  return made;
};

const build = (phone) => {
  const number = element('input', { value: phone.number, ariaLabel: `Number of the ${phone.title.toLowerCase()}` });
  const to = element('select', { ariaLabel: 'Number to call' });
  const state = element('p', { className: 'state', role: 'status' });
  const heard = element('ol', { ariaLabel: 'What this phone hears' });
  const mine = () => number.value.trim();
  const live = () => parts.leg?.sid;
  const keys = element(
    'div',
    { className: 'keys' },
    ...'123456789*0#'.split('').map((key) => button(key, () => live() && act({ verb: 'call.press', call: live(), keys: key }))),
  );
  const green = button(
    'Call',
    () =>
      parts.leg?.status === 'ringing' && parts.leg.direction !== 'inbound'
        ? act({ verb: 'call.answer', call: live() })
        : act({ verb: 'call.inbound', from: mine(), to: to.value }),
    'call',
  );
  const red = button('Hang up', () => live() && act({ verb: 'call.hangup', call: live() }), 'end');
  const section = element(
    'section',
    {},
    element('h2', {}, phone.title),
    element('label', {}, 'Its number', number),
    element('label', {}, 'Calls', to),
    state,
    heard,
    keys,
    element('div', { className: 'row' }, green, red),
  );
  document.getElementById('phones').append(section);
  const parts = { section, to, state, heard, green, red, mine, leg: undefined };
  return parts;
};
const built = phones.map(build);

const show = (parts, legs, now) => {
  const own = legs.filter((leg) => (leg.direction === 'inbound' ? leg.from : leg.to) === parts.mine()).sort((a, b) => b.createdMs - a.createdMs);
  const leg = own.find(({ status }) => !over.includes(status));
  parts.leg = leg;
  const last = leg ?? own[0];
  const isRung = leg?.status === 'ringing' && leg.direction !== 'inbound';
  parts.section.className = isRung ? 'ringing' : leg ? 'talking' : '';
  parts.green.textContent = isRung ? 'Answer' : 'Call';
  parts.green.disabled = leg !== undefined && !isRung;
  parts.red.disabled = !leg;
  const seconds = leg?.answeredMs ? Math.max(0, Math.round((now - leg.answeredMs) / 1000)) : undefined;
  const other = last && (last.direction === 'inbound' ? last.to : last.from);
  parts.state.textContent = last
    ? [isRung ? `${other} is calling` : `${words[last.status]} · ${other}`, leg?.bridgedWith && 'connected', seconds !== undefined && `${seconds} s`]
        .filter(Boolean)
        .join(' · ')
    : 'Ready.';
  const lines = last?.heard ?? [];
  if (parts.heard.childElementCount !== lines.length || parts.heard.lastChild?.textContent !== lines.at(-1)) {
    parts.heard.replaceChildren(...lines.map((line) => element('li', {}, line)));
    parts.heard.scrollTop = parts.heard.scrollHeight;
  }
};

async function refresh() {
  try {
    const [{ data }, clock] = await Promise.all([call('GET', `${base}/state`), call('GET', '/_twins/clock')]);
    const numbers = Object.values(data.numbers);
    for (const parts of built) {
      if (parts.to.childElementCount !== numbers.length)
        parts.to.replaceChildren(...numbers.map(({ e164, friendlyName }) => element('option', { value: e164 }, `${friendlyName} ${e164}`)));
      show(parts, Object.values(data.legs), Date.parse(clock.now));
    }
  } catch {
    notice.textContent = 'The twins do not answer. Are they still running?';
  }
}
await refresh();
setInterval(refresh, 700);
