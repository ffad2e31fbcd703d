import { type Invitation, type Inviter, type Referral, Registerer, RegistererState, type Session, SessionState, UserAgent, Web } from 'sip.js';
import { type BrowserCall, type BrowserPhone, type Devices, type OpenPhone, PhoneTrouble } from './browser-phone.ts';
import { openMicrophone } from './devices.ts';

/** Renewed well before it ends; a server that is told nothing forgets a browser within this time. */
const EXPIRES_SECONDS = 120;
const AGAIN_MS = [2_000, 5_000, 15_000, 30_000] as const;
/** Whoever is rung to see whether they can be is sent on to this user, who is nobody. */
const TEST_USER = 'patchbay-test';

interface Line {
  id: string;
  key: string | undefined;
  session: Session;
  direction: BrowserCall['direction'];
  from: string;
  isMuted: boolean;
}
const soundOf = (session: Session) => session.sessionDescriptionHandler as Web.SessionDescriptionHandler | undefined;
const STATES: Partial<Record<SessionState, BrowserCall['state']>> = {
  [SessionState.Established]: 'talking',
  [SessionState.Establishing]: 'connecting',
};

/** SIP over WebSocket (RFC 7118), sound by WebRTC: any server that speaks both. */
export const openPhone: OpenPhone = (grant, first, events): BrowserPhone => {
  if (grant.provider !== 'sip') throw new PhoneTrouble('not_set_up');
  let devices: Devices = first;
  let isClosed = false;
  let wasRegistered = false;
  let isWaiting = false;
  let tries = 0;
  const lines = new Map<string, Line>();
  const speaker = new Audio();

  const tell = () =>
    events.onCalls(
      [...lines.values()].map(({ id, key, session, direction, from, isMuted }) => ({
        id,
        keys: key ? [key] : [],
        direction,
        from,
        isMuted,
        state: STATES[session.state] ?? (direction === 'inbound' ? 'ringing' : 'connecting'),
      })),
    );

  const uri = UserAgent.makeURI(`sip:${grant.user}@${grant.domain}`);
  if (!uri) throw new PhoneTrouble('refused');
  const agent = new UserAgent({
    uri,
    authorizationUsername: grant.username,
    authorizationPassword: grant.password,
    userAgentString: 'Patchbay',
    logBuiltinEnabled: false,
    // Reconnecting is ours: it goes on for as long as the page wants to be rung.
    reconnectionAttempts: 0,
    transportOptions: { server: grant.webSocketUrl, connectionTimeout: 8, keepAliveInterval: 25, traceSip: false },
    sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(() => openMicrophone(devices.microphone)),
    sessionDescriptionHandlerFactoryOptions: {
      iceGatheringTimeout: 1_500,
      peerConnectionConfiguration: {
        iceServers: grant.iceServers.map(({ urls, username, credential }) => ({ urls, ...(username && credential ? { username, credential } : {}) })),
      },
    },
    delegate: { onInvite: (invitation) => take(invitation), onDisconnect: (error) => (error ? lost() : undefined) },
  });
  const registerer = new Registerer(agent, { expires: EXPIRES_SECONDS });
  registerer.stateChange.addListener((state) => {
    if (state === RegistererState.Registered) {
      wasRegistered = true;
      events.onReach(undefined);
    }
    // Its renewal was refused, or got no answer.
    if (state === RegistererState.Unregistered && wasRegistered) lost();
  });

  function follow(line: Line): void {
    const { session } = line;
    session.stateChange.addListener((state) => {
      // A call that goes on as another one is no end.
      if (line.session !== session) return;
      if (state === SessionState.Established) hear(session);
      if (state === SessionState.Terminated) lines.delete(line.id);
      tell();
    });
    session.delegate = { onRefer: (referral) => void goOn(line, referral).catch(() => lines.delete(line.id) && tell()) };
    tell();
  }
  function hear(session: Session): void {
    speaker.srcObject = soundOf(session)?.remoteMediaStream ?? null;
    void speaker.play().catch(() => undefined);
  }
  function take(invitation: Invitation): void {
    const { from, to } = invitation.request;
    const key = to.uri.getParam('x-pb') ?? invitation.request.ruri?.getParam('x-pb') ?? undefined;
    const line: Line = { id: invitation.id, key, session: invitation, direction: 'inbound', from: from.uri.user ?? '', isMuted: false };
    lines.set(line.id, line);
    follow(line);
  }
  /** The server that rang us asks us to call the other side: how a call that the hub placed goes on. */
  async function goOn(line: Line, referral: Referral): Promise<void> {
    const target = referral.referTo.uri;
    const isTest = target.user === TEST_USER;
    if (!isTest && !(await events.mayCall(line.key, target.user ?? ''))) return referral.reject({ statusCode: 603 });
    await referral.accept();
    if (isTest) return;
    // Kamailio writes the address without brackets, by which the hub's name of the call gets lost (RFC 3261 §20.10).
    if (line.key) target.setParam('x-pb', line.key);
    const inviter: Inviter = referral.makeInviter();
    line.session = inviter;
    line.direction = 'outbound';
    line.isMuted = false;
    follow(line);
    await inviter.invite();
  }

  function lost(): void {
    if (isClosed || isWaiting) return;
    isWaiting = true;
    events.onReach(new PhoneTrouble('unreachable'));
    const wait = AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] ?? 30_000;
    tries += 1;
    setTimeout(() => {
      isWaiting = false;
      if (isClosed) return;
      // Who was registered when the line broke still is to itself: nothing tells of it.
      connect().then(
        () => events.onReach(undefined),
        () => lost(),
      );
    }, wait);
  }
  async function connect(): Promise<void> {
    if (agent.isConnected()) await registered();
    else {
      await (tries === 0 ? agent.start() : agent.reconnect());
      await registered();
    }
    tries = 0;
  }
  const registered = () =>
    new Promise<void>((resolve, reject) => {
      const refused = ({ message }: { message: { statusCode?: number; reasonPhrase?: string } }) =>
        reject(new PhoneTrouble(message.statusCode === 503 ? 'unreachable' : 'refused', `${message.statusCode ?? ''} ${message.reasonPhrase ?? ''}`.trim()));
      registerer.register({ requestDelegate: { onAccept: () => resolve(), onReject: refused } }).catch(() => reject(new PhoneTrouble('unreachable')));
    });
  const lineOf = (id: string): Line => {
    const line = lines.get(id);
    if (!line) throw new PhoneTrouble('unreachable');
    return line;
  };

  return {
    async register() {
      try {
        await connect();
      } catch (error) {
        throw error instanceof PhoneTrouble ? error : new PhoneTrouble('unreachable');
      }
    },
    async renew(next) {
      if (next.provider !== 'sip') throw new PhoneTrouble('not_set_up');
      // Read at each question of the server, so the next one is answered with these.
      agent.configuration.authorizationUsername = next.username;
      agent.configuration.authorizationPassword = next.password;
      if (agent.isConnected()) await registered();
    },
    async answer(id) {
      const { session } = lineOf(id);
      await (session as Invitation).accept();
    },
    async hangUp(id) {
      const { session, direction } = lineOf(id);
      if (session.state === SessionState.Established) await session.bye();
      else if (direction === 'inbound') await (session as Invitation).reject({ statusCode: 486 });
      else await (session as Inviter).cancel();
    },
    mute(id, isMuted) {
      const line = lineOf(id);
      soundOf(line.session)?.enableSenderTracks(!isMuted);
      line.isMuted = isMuted;
      tell();
    },
    sendKeys(id, keys) {
      soundOf(lineOf(id).session)?.sendDtmf(keys);
    },
    async setDevices(next) {
      const isOther = next.microphone !== devices.microphone;
      devices = next;
      if ('setSinkId' in speaker) await speaker.setSinkId(next.speaker).catch(() => undefined);
      if (!isOther) return;
      for (const { session, isMuted } of lines.values()) {
        const senders = soundOf(session)?.peerConnection?.getSenders() ?? [];
        const [track] = (await openMicrophone(next.microphone)).getAudioTracks();
        if (!track) continue;
        track.enabled = !isMuted;
        for (const sender of senders) {
          sender.track?.stop();
          await sender.replaceTrack(track);
        }
      }
    },
    ownSound(id) {
      const tracks = (soundOf(lineOf(id).session)?.peerConnection?.getSenders() ?? []).flatMap(({ track }) => track ?? []);
      return tracks.length > 0 ? new MediaStream(tracks) : undefined;
    },
    async close() {
      isClosed = true;
      await registerer.unregister().catch(() => undefined);
      await agent.stop().catch(() => undefined);
      speaker.srcObject = null;
    },
  };
};
