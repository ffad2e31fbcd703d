import { describe, expect, it } from 'vitest';
import { isSameHouse, resolveHref } from '../client/caldav/dav.ts';
import { parseMultistatus, parseXml } from '../client/caldav/xml.ts';
import { mergeChange } from '../merge.ts';
import { expand } from '../recurrence.ts';
import { readObject } from '../serializers/ics/read.ts';
import { answerObject, changeObject, exceptOccurrence, writeObject } from '../serializers/ics/write.ts';
import type { RemoteEvent } from '../serializers/remote-event.ts';
import { event } from './radicale.ts';

const as = { href: 'https://x.test/a.ics', calendarZone: 'Europe/Berlin', account: 'ann@acme.test' };
const read = (text: string): RemoteEvent[] => {
  const found = readObject(text, as);
  if (!found.ok) throw new Error(found.reason);
  return found.events;
};
const startOf = (lines: string) => {
  const [first] = read(event('u', lines));
  return first?.start && 'at' in first.start ? first.start.at.toISOString() : undefined;
};

describe('calendar objects', () => {
  it('read times by whatever name their zone has, and by its own rules where it has none', () => {
    expect(startOf('DTSTART;TZID=Europe/Berlin:20270701T090000')).toBe('2027-07-01T07:00:00.000Z');
    expect(startOf('DTSTART;TZID="/freeassociation.sourceforge.net/America/New_York":20270701T090000')).toBe('2027-07-01T13:00:00.000Z');
    expect(startOf('DTSTART;TZID=Pacific Standard Time:20270701T090000')).toBe('2027-07-01T16:00:00.000Z');
    expect(startOf('DTSTART:20270701T090000')).toBe('2027-07-01T07:00:00.000Z');
    const own = `BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:u\nDTSTART;TZID=Ours:20270701T090000\nEND:VEVENT\nEND:VCALENDAR`;
    const [first] = read(own);
    expect(first?.start && 'at' in first.start && first.start.at.toISOString()).toBe('2027-07-01T03:30:00.000Z');
  });
  it('a wall time that the clock skips is the one after it', () => {
    expect(startOf('DTSTART;TZID=Europe/Berlin:20270328T023000')).toBe('2027-03-28T01:30:00.000Z');
  });
  it('said twice under one name, the one that was changed more often counts', () => {
    const twice = `BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nSEQUENCE:2\nDTSTART:20270301T090000Z\nSUMMARY:New\nEND:VEVENT\nBEGIN:VEVENT\nUID:u\nSEQUENCE:1\nDTSTART:20270301T080000Z\nSUMMARY:Old\nEND:VEVENT\nEND:VCALENDAR`;
    expect(read(twice)).toMatchObject([{ title: 'New', kind: 'single' }]);
  });
  it('nonsense says why, and never throws', () => {
    for (const text of ['', 'x', 'BEGIN:VCALENDAR', 'BEGIN:VCALENDAR\nEND:VCALENDAR', event('u', 'DTSTART:tomorrow'), event('u', 'SUMMARY:x'), '\0'.repeat(50)])
      expect(readObject(text, as)).toMatchObject({ ok: false, reason: expect.any(String) });
  });
  it('what is written reads back as it was said, folded and escaped', () => {
    const draft = {
      title: 'Ünïcode; a, b\\c '.repeat(12).trim(),
      body: 'one\ntwo',
      start: '2027-03-01T09:00:00',
      end: '2027-03-01T10:00:00',
      timeZone: 'Europe/Berlin',
      attendees: [{ email: 'jane@x.test', name: 'Jane, A' }],
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'],
    };
    const text = writeObject(draft, { uid: 'u', now: new Date(0), organizer: { email: 'ann@acme.test' } });
    expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(76);
    const [back] = read(text);
    expect(back).toMatchObject({
      title: draft.title,
      body: draft.body,
      kind: 'master',
      recurrence: draft.recurrence,
      attendees: [{ email: 'jane@x.test', name: 'Jane, A' }],
      organizer: { self: true },
    });
    const expanded = expand(
      { start: back?.start as never, end: back?.end as never, recurrence: back?.recurrence ?? [] },
      new Date('2027-02-01'),
      new Date('2027-06-01'),
    );
    expect(expanded).toMatchObject({ ok: true, occurrences: [{ key: '2027-03-01T08:00:00.000Z' }, {}, {}] });
  });
  it('a changed, an excepted and an answered meeting of a series', () => {
    const series = event(
      'u',
      'DTSTART;TZID=Europe/Berlin:20270322T090000\nDTEND;TZID=Europe/Berlin:20270322T100000\nRRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:S\nATTENDEE:mailto:ann@acme.test',
    );
    const key = '2027-03-29T07:00:00.000Z';
    const place = { calendarZone: 'Europe/Berlin', occurrence: key };
    const changed = changeObject(series, { title: 'Other' }, new Date(0), place) ?? '';
    expect(read(changed)).toMatchObject([
      { kind: 'master', exceptionIds: [`${as.href}#${key}`] },
      { kind: 'exception', title: 'Other', originalStart: key, start: { at: new Date(key) } },
    ]);
    expect(read(exceptOccurrence(changed, key, new Date(0), 'Europe/Berlin') ?? '')).toMatchObject([
      { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE:20270329T070000Z'] },
    ]);
    expect(read(answerObject(series, 'ann@acme.test', 'declined', new Date(0), place) ?? '').find(({ kind }) => kind === 'exception')).toMatchObject({
      attendees: [{ response: 'declined' }],
    });
    expect(answerObject(series, 'nobody@acme.test', 'declined', new Date(0), { calendarZone: 'UTC' })).toBeUndefined();
  });
});

describe('the WebDAV side', () => {
  it('refuses documents that bring entities, and bounds what it reads', () => {
    expect(() => parseXml('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')).toThrow();
    expect(() => parseXml('<a>')).toThrow();
    expect(() => parseXml('<a>'.repeat(100) + '</a>'.repeat(100))).toThrow();
    const told = parseMultistatus(
      '<d:multistatus xmlns:d="DAV:"><d:response><d:href>/a</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response><d:sync-token>t</d:sync-token></d:multistatus>',
    );
    expect(told).toMatchObject({ syncToken: 't', responses: [{ href: '/a', status: 404 }] });
  });
  it('the password never follows to another house', () => {
    expect(isSameHouse(new URL('https://caldav.icloud.com'), new URL('https://p12-caldav.icloud.com'))).toBe(true);
    for (const [one, other] of [
      ['https://a.test', 'https://b.test'],
      ['https://a.test', 'http://a.test'],
      ['http://127.0.0.1:1', 'http://127.0.0.1:2'],
      ['https://ann.github.io', 'https://eve.github.io'],
    ])
      expect(isSameHouse(new URL(one ?? ''), new URL(other ?? ''))).toBe(false);
    expect(() => resolveHref('https://evil.test/x', 'https://a.test/')).toThrow();
    expect(resolveHref('/b', 'https://a.test/c/')).toBe('https://a.test/b');
  });
});

describe('changes on both sides', () => {
  const seen = {
    title: 'Plan',
    body: '',
    location: 'A',
    start: '2027-03-01T09:00:00.000Z',
    end: '2027-03-01T10:00:00.000Z',
    attendees: ['a@x.test', 'b@x.test'],
    recurrence: [],
  };
  const there: RemoteEvent = {
    externalId: 'e',
    icalUid: 'e',
    kind: 'single',
    status: 'confirmed',
    recurrence: [],
    busy: 'busy',
    isPrivate: false,
    title: 'Plan',
    location: 'A',
    start: { at: new Date(seen.start), timeZone: 'UTC' },
    end: { at: new Date(seen.end), timeZone: 'UTC' },
    attendees: [
      { email: 'a@x.test', response: 'accepted' },
      { email: 'b@x.test', response: 'accepted' },
    ],
  };
  const at = new Date('2027-02-01T12:00:00Z');
  it('one side’s change stands, of two the later, of shared ones the organizer’s', () => {
    expect(mergeChange(seen, { title: 'Ours' }, { ...there, location: 'B' }, at)).toEqual({ draft: { title: 'Ours' }, decisions: [] });
    expect(mergeChange(seen, { title: 'Ours' }, { ...there, title: 'Theirs', updatedAt: new Date(at.getTime() - 1) }, at)).toMatchObject({
      draft: { title: 'Ours' },
      decisions: [{ kept: 'ours' }],
    });
    expect(mergeChange(seen, { title: 'Ours' }, { ...there, title: 'Theirs', updatedAt: new Date(at.getTime() + 1) }, at)).toMatchObject({
      draft: {},
      decisions: [{ kept: 'theirs' }],
    });
    const moved = { start: '2027-03-01T11:00:00Z', end: '2027-03-01T12:00:00Z', timeZone: 'UTC' };
    const movedThere = { ...there, start: { at: new Date('2027-03-01T13:00:00Z'), timeZone: 'UTC' }, organizer: { email: 'boss@x.test' } };
    expect(mergeChange(seen, moved, movedThere, at)).toMatchObject({
      draft: {},
      decisions: [{ field: 'time', kept: 'theirs', because: expect.stringContaining('organizer') }],
    });
  });
  it('guests are joined as sets', () => {
    const merged = mergeChange(
      seen,
      { attendees: [{ email: 'a@x.test' }, { email: 'c@x.test' }] },
      { ...there, attendees: [...there.attendees, { email: 'd@x.test', response: 'accepted' }] },
      at,
    );
    expect(merged.draft.attendees?.map(({ email }) => email).sort()).toEqual(['a@x.test', 'c@x.test', 'd@x.test']);
  });
});
