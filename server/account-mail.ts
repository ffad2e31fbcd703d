import type { Mailer } from '#platform/incidents/system-mailer';

/** What the hub itself writes to people about their account. Their name was typed by somebody, so it is in no subject. */
export function createAccountMail(mailer: Mailer, publicUrl: string) {
  const { host } = new URL(publicUrl);
  return {
    sendInvitation: ({ email, name, url }: { email: string; name: string; url: string }): Promise<void> =>
      mailer.send({
        to: [email],
        subject: `Your invitation to Patchbay at ${host}`,
        text: `Hello ${name},\n\nyou are invited to a workspace on ${host}. This link lets you in; it works once, within seven days:\n\n${url}\n\nIf you do not know what this is about, do nothing.\n`,
      }),
    sendPasswordReset: ({ email, name, url }: { email: string; name: string; url: string }): Promise<void> =>
      mailer.send({
        to: [email],
        subject: `A new password for Patchbay at ${host}`,
        text: `Hello ${name},\n\nsomebody, hopefully you, asked for a new password on ${host}. Choose it here; the link works once, within an hour:\n\n${url}\n\nIf it was not you, do nothing: your password stays as it is.\n`,
      }),
  };
}
