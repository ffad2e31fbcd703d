import { expect, it } from 'vitest';
import { compile } from '../templates/compile.ts';
import { htmlParts } from '../templates/html-parts.ts';
import { instrument } from '../templates/instrument.ts';
import { lint, readsBadly } from '../templates/lint.ts';
import { fieldsOf, prepare } from '../templates/liquid.ts';
import { emptyMergeData } from '../templates/merge-fields.ts';
import { textPart } from '../templates/text-part.ts';

const jane = { ...emptyMergeData(), contact: { firstName: 'Jane & Co <b>', email: 'jane@customer.example', customFields: { seats: 40 } } };
const codes = async (body: string, subject = 'Pricing for your team') => lint(await compile({ subject, format: 'html', body })).map(({ code }) => code);
const FOOT = '<a href="{{ unsubscribeUrl }}">Unsubscribe</a>';

it('renders HTML escaped, text and subject as they are', async () => {
  const compiled = await compile({
    subject: 'For {{ contact.firstName }}',
    format: 'html',
    body: '<p>Hi {{ contact.firstName | default: "there" }}, {{ contact.customFields.seats }} seats</p>',
  });
  const { subject, html, text } = prepare(compiled)(jane);
  expect(subject).toBe('For Jane & Co <b>');
  expect(html).toContain('Hi Jane &amp; Co &lt;b&gt;, 40 seats');
  expect(text).toBe('Hi Jane & Co <b>, 40 seats');
  expect(prepare(compiled)(emptyMergeData()).text).toBe('Hi there,  seats');
});

it('lets no header be put into the subject', async () => {
  const { subject } = prepare({ subject: 'Hi {{ contact.firstName }}', html: null, text: 'x' })({
    ...emptyMergeData(),
    contact: { firstName: 'A\r\nBcc: everyone@example.com', customFields: {} },
  });
  expect(subject).toBe('Hi A Bcc: everyone@example.com');
});

it('compiles MJML around Liquid, quotes and all', async () => {
  const { html, text } = await compile({
    subject: 'x',
    format: 'mjml',
    body: `<mjml><mj-body><mj-section><mj-column><mj-text>Hi {{ contact.firstName | default: "there" }}</mj-text>
      <mj-button href="{{ bookingUrl | default: "https://acme.example/book" }}">Book a time</mj-button></mj-column></mj-section></mj-body></mjml>`,
  });
  const rendered = prepare({ subject: 'x', html, text })(emptyMergeData());
  expect(rendered.html).toContain('href="https://acme.example/book"');
  expect(rendered.text).toBe('Hi there\nBook a time: https://acme.example/book');
});

it.each([
  ['{% if contact.firstName %}never closed', /cannot be read/],
  ['{{ contact.firstName | explode }}', /cannot be read/],
  ['{% for a in (1..900000000) %}{% endfor %}', /too large/],
  ['{% for a in (1..99999) %}{% for b in (1..99999) %}{% endfor %}{% endfor %}', /does not end|too large/], // whichever bound it meets first
  ['{% assign a = "xxxxxxxxxx" %}{% for i in (1..1000) %}{% assign a = a | append: a %}{% endfor %}', /too large/],
  ['{% render "loop" %}', /uses itself/],
  ['{% render "nowhere" %}', /does not exist/],
  ['{% render "../../etc/passwd" %}', /does not exist/],
])('refuses %s with a sentence', (text, sentence) => {
  const snippets = { loop: { html: '', text: '{% render "loop" %}' } };
  expect(() => prepare({ subject: 's', html: null, text, snippets })(emptyMergeData())).toThrow(sentence);
});

it('shows nothing of what is behind the data', () => {
  const probe = '{{ contact.constructor.name }}{{ contact.__proto__ }}{{ sender.toString }}';
  expect(prepare({ subject: 's', html: null, text: `${probe}.` })(emptyMergeData()).text).toBe('.');
});

it('refuses MJML that is not, and reads no file for it', async () => {
  await expect(compile({ subject: 's', format: 'mjml', body: '<p>no</p>' })).rejects.toMatchObject({ details: { errors: [{ path: 'body' }] } });
  await expect(compile({ subject: 's', format: 'mjml', body: '<mjml><mj-body><mj-nothing /></mj-body></mjml>' })).rejects.toMatchObject({
    details: { errors: [{ message: expect.stringContaining('mj-nothing') }] },
  });
  const { html } = await compile({
    subject: 's',
    format: 'mjml',
    body: '<mjml><mj-body><mj-include path="/etc/hostname" /><mj-section><mj-column><mj-text>ok</mj-text></mj-column></mj-section></mj-body></mjml>',
  }).catch(() => ({ html: '' }));
  expect(html).not.toContain('localhost');
});

it('knows what a template asks for', () => {
  expect(fieldsOf('{% assign x = 1 %}{{ contact.firstName }}{{ x }}{% for d in contact.customFields.list %}{{ d.a }}{% endfor %}{{ unsubscribeUrl }}')).toEqual(
    ['contact.customFields.list', 'contact.firstName', 'unsubscribeUrl'],
  );
});

it('writes the text part: headings, lists, links, no styles, nothing hidden', () => {
  expect(
    textPart(`<html><head><title>t</title><style>p{}</style></head><body><h1>Pricing &amp; plans</h1><div style="display:none">preheader</div>
    <p>For <b>forty</b>   seats:</p><ul><li>Basic</li><li>Pro <a href="https://acme.example/pro?a=1&amp;b=2">see more</a></li></ul>
    <ol><li>One</li><li>Two</li></ol><table><tr><td>A</td><td>B</td></tr><tr><td>C</td><td>D</td></tr></table><p>Bye<br>Ann</p><img src="x" alt="Logo"></body></html>`),
  ).toBe('Pricing & plans\n\nFor forty seats:\n\n- Basic\n- Pro see more: https://acme.example/pro?a=1&b=2\n\n1. One\n2. Two\n\nA B\nC D\n\nBye\nAnn\n\nLogo');
});

it('hands every link to the tracker and leaves its own alone', () => {
  const html = `<body><a href="https://acme.example/a?x=1&amp;y=2">a</a><a href='{{ bookingUrl | default: "https://b.example" }}'>b</a>
    <a href="{{ unsubscribeUrl }}">u</a><a href="mailto:a@b.example">m</a><a href="https://c.example" data-no-track>c</a><a href=https://d.example>d</a></body>`;
  const seen: string[] = [];
  const render = prepare({ subject: 's', html: instrument(html, { opens: true, clicks: true }), text: '' });
  const { html: out } = render(emptyMergeData(), {
    link: (href) => {
      seen.push(href);
      return `https://t.example/${seen.length}`;
    },
    pixel: () => '<img src="https://t.example/o.gif" alt="">',
  });
  expect(seen).toEqual(['https://acme.example/a?x=1&y=2', 'https://b.example', 'https://d.example']);
  expect(out).toContain('<a href="https://t.example/1">a</a>');
  expect(out).toContain('href="https://example.com/u/preview"');
  expect(out).toContain('href="mailto:a@b.example"');
  expect(out).toContain('<a href="https://t.example/3">d</a>');
  expect(out).toContain('<img src="https://t.example/o.gif" alt=""></body>');
  expect(instrument(html, { opens: false, clicks: false })).toBe(html);
});

it('finds what a careful colleague would find', async () => {
  expect(await codes(`<p>Hi {{ contact.firstName | default: "there" }}, this is long enough to be read.</p>${FOOT}`)).toEqual([]);
  expect(await codes(`<p>Hi {{ contact.firstName }}</p>${FOOT}`)).toEqual(['missing_fallback']);
  expect(await codes(`{% if contact.firstName %}<p>Hi {{ contact.firstName }}</p>{% endif %}${FOOT}`)).toEqual([]);
  expect(await codes(`<p>Hi {{ contact.first_name | default: "there" }}</p>${FOOT}`)).toEqual(['unknown_field']);
  expect(await codes(`<a href="acme.example">x</a><a href="">y</a>${FOOT}`)).toEqual(['broken_link']);
  expect(await codes(`<a href="https://bit.ly/x">x</a>${FOOT}`)).toEqual(['shortened_link']);
  expect(await codes(`<a href="https://evil.example/x">www.bank.example</a>${FOOT}`)).toEqual(['disguised_link']);
  expect(await codes('<p>Hello</p>')).toEqual(['missing_unsubscribe']);
  expect(await codes(`<img src="https://a.example/x.png">${FOOT}`)).toEqual(['missing_alt', 'mostly_images']);
  expect(await codes(`<p>${'x'.repeat(110_000)}</p>${FOOT}`)).toEqual(['too_large']);
  expect(await codes(`<p>Act now</p>${FOOT}`, 'WINNER TODAY!!')).toEqual(['spam_triggers', 'spam_triggers', 'spam_triggers']);
  expect(await codes(`<script>x</script><p>Hello</p>${FOOT}`)).toEqual(['not_shown']);
  const [unknown] = lint(await compile({ subject: 's', format: 'text', body: '{{ contact.first_name }} {{ unsubscribeUrl }}' }));
  expect(unknown?.fix).toContain('contact.firstName');
});

it('hears when a rendered mail reads badly', () => {
  expect(readsBadly({ subject: 'Hello', html: null, text: 'Dear , how are you?' })).toContain('Dear ,');
  expect(readsBadly({ subject: '', html: null, text: 'x' })).toBe('The subject is empty.');
  expect(readsBadly({ subject: 's', html: '<p> </p>', text: '' })).toBe('The mail is empty.');
  expect(readsBadly({ subject: 's', html: null, text: 'Dear Jane, how are you?' })).toBeUndefined();
});

it('reads broken HTML without falling over', () => {
  for (const html of ['<', '<a', '<a href', '<a href=', '<a href="x', '</', '<!--', '<p>&', '<style>', '<a href="x" "', '<<a href="y">>'])
    expect(Array.isArray(htmlParts(html)), html).toBe(true);
});
