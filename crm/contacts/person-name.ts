export interface PersonName {
  firstName: string;
  lastName: string;
}

const MAX = 100;
/** As it lies in mails: `Doe, Jane`, `"Jane van der Berg"`, `Jane Doe (Acme)`. What is an address is no name. */
export function readName(text: string): PersonName | undefined {
  const bare = text
    .replace(/[\0"<>]/g, ' ')
    .replace(/\s*[([].*$/s, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^'(.*)'$/, '$1')
    .toWellFormed();
  if (bare === '' || /@|^[\d\s+().-]+$/.test(bare)) return undefined;
  const [before = '', after, ...more] = bare.split(/\s*,\s*/);
  if (after && more.length === 0) return cut(after, before);
  const words = bare.split(' ');
  // Small words belong to the name of the family: van der Berg, de la Cruz.
  const particle = words.findIndex((word, index) => index > 0 && index < words.length - 1 && /^(\p{Ll}+|Von|Van|De|Del|Della|Di|Da)$/u.test(word));
  const from = particle > 0 ? particle : words.length - 1;
  return words.length === 1 ? cut(bare, '') : cut(words.slice(0, from).join(' '), words.slice(from).join(' '));
}
const cut = (firstName: string, lastName: string): PersonName => ({
  firstName: firstName.slice(0, MAX).toWellFormed(),
  lastName: lastName.slice(0, MAX).toWellFormed(),
});
