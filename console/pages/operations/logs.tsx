import { useQuery } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { useNames } from '../deals/use-names.ts';
import { Row } from './row.tsx';

const t = texts.logs;
/** `person:0198…` → the person's name; programs and the hub itself keep their word. */
function useActors(): (actor: string) => string {
  const nameOf = useNames();
  return (actor) => (actor.startsWith('person:') ? nameOf(actor.slice('person:'.length)) : actor);
}

/** Who did what that only few may do. */
export function AuditLog() {
  const acts = useQuery({
    queryKey: ['audit-log'],
    queryFn: () => ask(hub.GET('/api/v1/audit-log', { params: { query: { limit: 100, kind: 'acts' } } })),
  });
  const actorOf = useActors();
  return (
    <Loaded query={acts} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.emptyAudit}</Empty>}>
      {({ data }) => (
        <div className="panel">
          {data.map((act) =>
            'act' in act ? (
              <Row
                key={act.id}
                title={act.act}
                detail={[act.target?.type, act.after.length > 0 ? t.changed(act.after.join(', ')) : null, act.ip].filter(Boolean).join(' · ')}
                state={actorOf(act.actor)}
                color="gray"
                at={act.at}
              />
            ) : null,
          )}
        </div>
      )}
    </Loaded>
  );
}

/** What was asked of the hub itself, by whom, and how it went. */
export function RequestLog() {
  const requests = useQuery({ queryKey: ['request-log'], queryFn: () => ask(hub.GET('/api/v1/request-log', { params: { query: { limit: 100 } } })) });
  const nameOf = useNames();
  return (
    <Loaded query={requests} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.emptyRequests}</Empty>}>
      {({ data }) => (
        <div className="panel">
          {data.map((request) => (
            <Row
              key={request.id}
              title={`${request.method} ${request.route}`}
              detail={[
                request.actorKind === 'person' && request.actorId ? nameOf(request.actorId) : request.actorKind,
                `${request.durationMs} ms`,
                request.requestId,
              ].join(' · ')}
              state={String(request.status)}
              color={request.status < 400 ? 'teal' : request.status < 500 ? 'yellow' : 'red'}
              at={request.at}
            />
          ))}
        </div>
      )}
    </Loaded>
  );
}
