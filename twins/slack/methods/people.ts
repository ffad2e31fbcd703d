import { SlackRefusal } from '../errors.ts';
import { botOf } from '../store.ts';
import { paged, type SlackMethod, shapeUser, TIER, text, userOf } from './method.ts';

export const peopleMethods: Readonly<Record<string, SlackMethod>> = {
  'auth.test': {
    perMinute: TIER.special,
    run: ({ data, teamId }) => {
      const team = botOf(data, teamId);
      return {
        url: `https://${team.domain}.slack.com/`,
        team: team.enterprise?.name ?? team.name,
        user: 'patchbay',
        team_id: team.enterprise?.id ?? teamId,
        user_id: team.botUserId,
        bot_id: team.botId,
        ...(team.enterprise ? { enterprise_id: team.enterprise.id } : {}),
        is_enterprise_install: team.enterprise !== undefined,
      };
    },
  },
  'team.info': {
    perMinute: TIER[3],
    scopes: ['team:read'],
    run: ({ data, teamId }) => {
      const { id, name, domain } = botOf(data, teamId);
      return { team: { id, name, domain, email_domain: '', icon: { image_default: true } } };
    },
  },
  'users.list': {
    perMinute: TIER[2],
    scopes: ['users:read'],
    run: ({ data, teamId, args, clock }) => {
      const { rows, response_metadata } = paged(
        Object.values(data.users).filter((user) => user.teamId === teamId),
        args,
      );
      return {
        members: rows.map((user) => shapeUser(user, clock, data.teams[user.teamId]?.enterprise)),
        cache_ts: Math.floor(clock.nowMs() / 1000),
        response_metadata,
      };
    },
  },
  'users.info': {
    perMinute: TIER[4],
    scopes: ['users:read'],
    run: (call) => ({ user: shapeUser(userOf(call), call.clock, call.data.teams[userOf(call).teamId]?.enterprise) }),
  },
  'users.lookupByEmail': {
    perMinute: TIER[3],
    scopes: ['users:read.email'],
    run: ({ data, teamId, args, clock }) => {
      const email = text(args, 'email').toLowerCase();
      const user = Object.values(data.users).find((each) => each.teamId === teamId && each.email === email && !each.deleted);
      if (!user) throw new SlackRefusal('users_not_found');
      return { user: shapeUser(user, clock) };
    },
  },
  'dnd.info': {
    perMinute: TIER[3],
    scopes: ['dnd:read'],
    run: (call) => {
      const until = userOf(call).dndUntilMs;
      const isOn = until !== null && until > call.clock.nowMs();
      const now = Math.floor(call.clock.nowMs() / 1000);
      return {
        dnd_enabled: isOn,
        next_dnd_start_ts: isOn ? now - 60 : now + 86_400,
        next_dnd_end_ts: isOn ? Math.floor(until / 1000) : now + 90_000,
        snooze_enabled: false,
      };
    },
  },
  'usergroups.list': { perMinute: TIER[2], scopes: ['usergroups:read'], run: () => ({ usergroups: [] }) },
};
