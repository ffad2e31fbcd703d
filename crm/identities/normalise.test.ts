import fc from 'fast-check';
import { getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { domainOf, isPublicMailDomain, linkedinSlug, normaliseDomain, normaliseEmail, normalisePhone } from './normalise.ts';

const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.emailAddress(), fc.webUrl());

describe('e-mail', () => {
  it.each([
    ['  Ann.Lee@ACME.com ', 'ann.lee@acme.com'],
    ['Ann Lee <Ann@Acme.com>', 'ann@acme.com'],
    ['mailto:ann@acme.com', 'ann@acme.com'],
    ['ann+crm@acme.com', 'ann+crm@acme.com'],
    ["o'brien@acme.ie", "o'brien@acme.ie"],
    ['jürgen@bücher.example', 'jürgen@xn--bcher-kva.example'],
    // One letter, written in two ways.
    ['ju\u0308rgen@acme.com', 'jürgen@acme.com'],
  ])('%j is %s', (text, address) => {
    expect(normaliseEmail(text)).toBe(address);
  });

  it.each(['', '@', 'ann', 'ann@', '@acme.com', 'ann@acme', 'a b@acme.com', 'ann@acme..com', '.ann@acme.com', 'ann.@acme.com', 'a@b@acme.com'])(
    '%j is none',
    (text) => {
      expect(normaliseEmail(text)).toBeUndefined();
    },
  );
  it.each([
    'ann@1.2.3.4',
    'ann@[127.0.0.1]',
    'ann@acme.com/x',
    'ann@acme.com:25',
    'ann@-acme.com',
    'ann\0@acme.com',
    'ann@acme.com\nBcc: eve@x.com',
    `${'x'.repeat(65)}@acme.com`,
    `${'x'.repeat(60)}@${'y.'.repeat(110)}com`,
    'n/a',
    '-',
  ])('%j is none either', (text) => {
    expect(normaliseEmail(text)).toBeUndefined();
  });

  it('is the same after a second time, of any text, whatever its letters', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const once = normaliseEmail(text);
        if (once === undefined) return;
        expect(normaliseEmail(once)).toBe(once);
        expect(normaliseEmail(` <${once}> `)).toBe(once);
        expect(once).not.toMatch(/[\s<>"\0]/);
      }),
    );
  });
  it('does not look at capitals', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(normaliseEmail(address.toUpperCase())).toBe(normaliseEmail(address));
      }),
    );
  });
});

describe('domains', () => {
  it('are those that are registered', () => {
    expect(domainOf('ann@mail.acme.co.uk')).toBe('acme.co.uk');
    expect(domainOf('ann@acme.github.io')).toBe('acme.github.io');
    expect(domainOf('ann@acme.test')).toBe('acme.test');
    expect(domainOf('nobody')).toBeUndefined();
    expect(normaliseDomain('https://www.Acme.com:443/about?x=1')).toBe('acme.com');
    expect(normaliseDomain('co.uk')).toBeUndefined();
    expect(normaliseDomain('localhost')).toBeUndefined();
  });
  it('know the public ones, of every country', () => {
    for (const domain of [
      'gmail.com',
      'GMAIL.com',
      'yahoo.co.jp',
      'hotmail.fr',
      'outlook.com.br',
      'gmx.net',
      'web.de',
      'mail.yahoo.com',
      'qq.com',
      'privaterelay.appleid.com',
    ])
      expect([domain, isPublicMailDomain(domain)]).toEqual([domain, true]);
    for (const domain of ['acme.com', 'notgmail.com', 'gmail.com.acme.com', 'yahoo-inc.com', 'live.acme.com', 'apple.com', 'appleid.com'])
      expect([domain, isPublicMailDomain(domain)]).toEqual([domain, false]);
  });
  it('give the same a second time, and never throw', () => {
    fc.assert(
      fc.property(anything, (text) => {
        isPublicMailDomain(text);
        const domain = domainOf(text) ?? normaliseDomain(text);
        if (domain !== undefined) expect(normaliseDomain(domain)).toBe(domain);
      }),
    );
  });
});

describe('phone', () => {
  it.each([
    ['030 901820', 'DE', '+4930901820', 'DE'],
    ['(415) 555-2671', 'US', '+14155552671', 'US'],
    ['+44 20 7031 3000', 'US', '+442070313000', 'GB'],
    ['0044 20 7031 3000', 'US', '+442070313000', 'GB'],
    ['tel:+1-415-555-2671', 'DE', '+14155552671', 'US'],
    ['＋１ ４１５ ５５５ ２６７１', 'DE', '+14155552671', 'US'],
    ['+800 1234 5678', 'US', '+80012345678', undefined],
  ])('%j from %s is %s', (text, from, e164, country) => {
    expect(normalisePhone(text, from)).toEqual({ e164, country });
  });
  it('tells an extension', () => {
    expect(normalisePhone('+1 415 555 2671 ext. 42', 'US')).toEqual({ e164: '+14155552671', country: 'US', extension: '42' });
  });
  it.each(['', '12', '+1', '123456', 'call me', '+999 123 456 789', '+1 000 000 0000', 'x'.repeat(200), '4155552671 or 4155552672'])('%j is none', (text) => {
    expect(normalisePhone(text, 'US')).toBeUndefined();
  });
  it('reads nothing without a country where there is none to assume', () => {
    expect(normalisePhone('(415) 555-2671', 'ZZ')).toBeUndefined();
    expect(normalisePhone('+14155552671', '')).toMatchObject({ e164: '+14155552671' });
  });
  it('is the same however a number of any country is written', () => {
    for (const country of Object.keys(examples) as (keyof typeof examples)[]) {
      const number = getExampleNumber(country, examples);
      if (!number) continue;
      for (const text of [number.formatNational(), number.formatInternational(), number.number])
        expect([country, text, normalisePhone(text, country)?.e164]).toEqual([country, text, number.number]);
    }
  });
  it('never throws, and is E.164 whenever it is something', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789+ ()-./ext#') });
    fc.assert(
      fc.property(fc.oneof(anything, digits), fc.constantFrom('US', 'DE', 'IN', 'BR', ''), (text, country) => {
        const phone = normalisePhone(text, country);
        if (!phone) return;
        expect(phone.e164).toMatch(/^\+[1-9]\d{4,16}$/);
        expect(normalisePhone(phone.e164, 'FR')?.e164).toBe(phone.e164);
      }),
    );
  });
});

describe('LinkedIn', () => {
  it.each([
    ['https://www.linkedin.com/in/Jane-Doe-1a2b/', 'jane-doe-1a2b'],
    ['linkedin.com/in/jane-doe?trk=x', 'jane-doe'],
    ['https://de.linkedin.com/in/j%C3%BCrgen-wei%C3%9F', 'jürgen-weiß'],
    ['HTTPS://LINKEDIN.COM/IN/JANE-DOE', 'jane-doe'],
  ])('%s is %s', (url, slug) => {
    expect(linkedinSlug(url)).toBe(slug);
  });
  it.each([
    'https://www.linkedin.com/company/acme',
    'https://evil.com/linkedin.com/in/jane',
    'https://notlinkedin.com/in/jane',
    'jane',
    'https://linkedin.com/in/',
    '',
  ])('%s is none', (url) => {
    expect(linkedinSlug(url)).toBeUndefined();
  });
  it('gives the same for its own address, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          fc.string({ unit: 'grapheme' }).map((slug) => `https://www.linkedin.com/in/${slug}`),
        ),
        (text) => {
          const slug = linkedinSlug(text);
          if (slug !== undefined) expect(linkedinSlug(`https://linkedin.com/in/${encodeURIComponent(slug)}`)).toBe(slug);
        },
      ),
    );
  });
});
