/** What strangers read, in their own language where we have it. */
export interface Words {
  lang: string;
  title: string;
  lead: (address: string) => string;
  topics: string;
  all: string;
  allHint: string;
  button: string;
  save: string;
  doneAll: string;
  doneTopics: string;
  undo: string;
  again: string;
  confirmTitle: string;
  confirmLead: (topic: string, address: string) => string;
  confirmButton: string;
  confirmed: (topic: string) => string;
}

const en: Words = {
  lang: 'en',
  title: 'Your e-mail preferences',
  lead: (address) => `These are the mails we send to ${address}.`,
  topics: 'What you would like to get',
  all: 'Nothing any more',
  allHint: 'No newsletters and no offers. Answers to your own questions still reach you.',
  button: 'Unsubscribe',
  save: 'Save my choice',
  doneAll: 'You are unsubscribed. We will not write to you any more.',
  doneTopics: 'Your choice is saved.',
  undo: 'That was a mistake? You can choose again below.',
  again: 'Subscribe again',
  confirmTitle: 'One more click',
  confirmLead: (topic, address) => `Please confirm that ${address} would like to get “${topic}”.`,
  confirmButton: 'Yes, subscribe me',
  confirmed: (topic) => `Thank you. You will get “${topic}”.`,
};
const de: Words = {
  lang: 'de',
  title: 'Ihre E-Mail-Einstellungen',
  lead: (address) => `Diese E-Mails schicken wir an ${address}.`,
  topics: 'Was Sie bekommen möchten',
  all: 'Nichts mehr',
  allHint: 'Keine Newsletter und keine Angebote. Antworten auf Ihre Fragen erreichen Sie weiterhin.',
  button: 'Abmelden',
  save: 'Auswahl speichern',
  doneAll: 'Sie sind abgemeldet. Wir schreiben Ihnen nicht mehr.',
  doneTopics: 'Ihre Auswahl ist gespeichert.',
  undo: 'Das war ein Versehen? Sie können unten neu wählen.',
  again: 'Wieder anmelden',
  confirmTitle: 'Noch ein Klick',
  confirmLead: (topic, address) => `Bitte bestätigen Sie, dass ${address} „${topic}“ bekommen möchte.`,
  confirmButton: 'Ja, anmelden',
  confirmed: (topic) => `Danke. Sie bekommen „${topic}“.`,
};
const fr: Words = {
  lang: 'fr',
  title: 'Vos préférences e-mail',
  lead: (address) => `Voici les e-mails que nous envoyons à ${address}.`,
  topics: 'Ce que vous souhaitez recevoir',
  all: 'Plus rien',
  allHint: 'Ni lettres d’information ni offres. Les réponses à vos questions vous parviendront toujours.',
  button: 'Se désabonner',
  save: 'Enregistrer mon choix',
  doneAll: 'Vous êtes désabonné. Nous ne vous écrirons plus.',
  doneTopics: 'Votre choix est enregistré.',
  undo: 'C’était une erreur ? Vous pouvez choisir à nouveau ci-dessous.',
  again: 'Se réabonner',
  confirmTitle: 'Encore un clic',
  confirmLead: (topic, address) => `Merci de confirmer que ${address} souhaite recevoir « ${topic} ».`,
  confirmButton: 'Oui, m’abonner',
  confirmed: (topic) => `Merci. Vous recevrez « ${topic} ».`,
};
const es: Words = {
  lang: 'es',
  title: 'Sus preferencias de correo',
  lead: (address) => `Estos son los correos que enviamos a ${address}.`,
  topics: 'Lo que desea recibir',
  all: 'Nada más',
  allHint: 'Ni boletines ni ofertas. Las respuestas a sus preguntas le seguirán llegando.',
  button: 'Darse de baja',
  save: 'Guardar mi elección',
  doneAll: 'Está dado de baja. No le escribiremos más.',
  doneTopics: 'Su elección está guardada.',
  undo: '¿Fue un error? Puede elegir de nuevo abajo.',
  again: 'Suscribirse de nuevo',
  confirmTitle: 'Un clic más',
  confirmLead: (topic, address) => `Confirme que ${address} desea recibir «${topic}».`,
  confirmButton: 'Sí, suscribirme',
  confirmed: (topic) => `Gracias. Recibirá «${topic}».`,
};
const ALL: Readonly<Record<string, Words>> = { en, de, fr, es };

export const wordsFor = (languages: readonly string[]): Words => languages.map((tag) => ALL[tag.slice(0, 2).toLowerCase()]).find(Boolean) ?? en;
