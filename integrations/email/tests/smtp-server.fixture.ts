import { SMTPServer, type SMTPServerAuthentication, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { afterFile } from '#platform/testing/after-file';

export interface Delivered {
  from: string;
  to: string[];
  raw: string;
  user: string | undefined;
}
type Refuse = Error & { responseCode?: number };
const refusal = (code: number, text: string): Refuse => Object.assign(new Error(text), { responseCode: code });

/** A real SMTP server on a free loopback port that keeps what it is given. `act` decides on the next mails. */
export async function smtpServer() {
  const delivered: Delivered[] = [];
  const acts: ('refuse' | 'later' | 'drop_before_answer' | 'take_and_drop')[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: (auth: SMTPServerAuthentication, _session, done) =>
      auth.password === 'pass' ? done(null, { user: auth.username ?? '' }) : done(refusal(535, 'no')),
    onData(stream: SMTPServerDataStream, session: SMTPServerSession, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const act = acts.shift();
        if (act === 'refuse') return done(refusal(554, '5.7.1 not like this'));
        if (act === 'later') return done(refusal(451, '4.7.1 try again later'));
        const { mailFrom, rcptTo } = session.envelope;
        if (act !== 'drop_before_answer')
          delivered.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString('utf8'),
            user: typeof session.user === 'string' ? session.user : undefined,
          });
        // The line breaks before the answer: nobody on this side can know whether it was taken.
        if (act === 'take_and_drop' || act === 'drop_before_answer') {
          // This line alone: what others are in the middle of goes on.
          for (const each of server.connections as Set<{ session?: { id: string }; _socket: { destroy(): void } }>)
            if (each.session?.id === session.id) each._socket.destroy();
        } else done(null, `2.0.0 Ok: queued as Q${delivered.length}`);
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  let isOpen = true;
  /** From here on nobody answers. */
  const close = () =>
    new Promise<void>((resolve) => {
      if (!isOpen) return resolve();
      isOpen = false;
      server.close(() => resolve());
    });
  afterFile(close);
  return { port, delivered, acts, close };
}
