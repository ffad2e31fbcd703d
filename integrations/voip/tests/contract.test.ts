import { expect, it } from 'vitest';
import { contract } from '../../../twins/testing/contract.ts';
import { CUSTOMER, REP_PHONE, voiceWorld } from './voice-world.ts';

const doc = contract('twilio-api-v2010.openapi.json');
const FORM = 'requestBody/content/application~1x-www-form-urlencoded/schema';
/** `/2010-04-01/Accounts/AC…/Calls/CA….json` → the path as the contract writes it. */
const TEMPLATES: readonly [RegExp, string][] = [
  [/^\/2010-04-01\/Accounts\/AC\w+\/Calls\.json$/, '/2010-04-01/Accounts/{AccountSid}/Calls.json'],
  [/^\/2010-04-01\/Accounts\/AC\w+\/Calls\/CA\w+\.json$/, '/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json'],
  [/^\/2010-04-01\/Accounts\/AC\w+\/IncomingPhoneNumbers\/PN\w+\.json$/, '/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/{Sid}.json'],
];
/** Fields of a form as the schema has them: text becomes what it stands for, what may be given several times a list. */
const LISTS = ['StatusCallbackEvent', 'RecordingStatusCallbackEvent'];
const fieldOf = (form: URLSearchParams, name: string): unknown => {
  const all = form.getAll(name);
  if (LISTS.includes(name)) return all;
  const [text = ''] = all;
  return text === 'true' || text === 'false'
    ? text === 'true'
    : /^\d{1,9}$/.test(text) && ['Timeout', 'TimeLimit', 'MachineDetectionTimeout'].includes(name)
      ? Number(text)
      : text;
};

it('sends what the published contract describes', async () => {
  const world = await voiceWorld();
  const { workspace, act, rings, talks, contact, userId, hub } = world;
  const contactId = await contact('Jane', CUSTOMER);
  await workspace.post('/voip/calls', { to: CUSTOMER, userId, contactId });
  await rings(REP_PHONE);
  await act('call.answer', { number: REP_PHONE });
  await rings(CUSTOMER);
  await act('call.answer', { number: CUSTOMER });
  await talks(CUSTOMER);
  const sent = (await hub.twins.journal('twilio')).filter(({ method, path }) => method === 'POST' && path.startsWith('/twilio/2010-04-01/'));
  expect(sent.length).toBeGreaterThan(2);
  for (const { path, body } of doc ? sent : []) {
    const own = path.slice('/twilio'.length).split('?')[0] ?? '';
    const template = TEMPLATES.find(([pattern]) => pattern.test(own))?.[1];
    expect(template, own).toBeDefined();
    const form = new URLSearchParams(body);
    const value = Object.fromEntries([...new Set(form.keys())].map((name) => [name, fieldOf(form, name)]));
    const pointer = `/paths/${template?.replaceAll('/', '~1')}/post/${FORM}`;
    expect(doc?.problems(pointer, value), own).toEqual([]);
    // A field that Twilio does not know would be dropped without a word.
    const { properties = {} } = (doc?.at(pointer) ?? {}) as { properties?: Record<string, unknown> };
    expect(
      Object.keys(value).filter((name) => !Object.hasOwn(properties, name)),
      own,
    ).toEqual([]);
  }
});
