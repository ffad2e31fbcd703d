import { type Answer, problem } from './answer.ts';
import type { TwinRequest } from './request.ts';

/** `path` is written like in OpenAPI: `/jotter/api/notes/{id}`; `{rest*}` takes slashes too. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  handle: (request: TwinRequest) => Answer | Promise<Answer>;
}

export type Router = (request: TwinRequest) => Answer | Promise<Answer>;

const compile = (path: string): RegExp => {
  const source = path.split(/(\{\w+\*?\})/).map((part) => {
    const name = /^\{(\w+)(\*?)\}$/.exec(part);
    if (name) return `(?<${name[1]}>${name[2] ? '.+' : '[^/]+'})`;
    return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`);
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const notFound = (request: TwinRequest): Answer => problem(404, 'Not found', `No twin answers ${request.method} ${request.path}.`);

/** First match wins. HEAD is answered by GET. A known path with another method is 405. */
export const createRouter = (routes: readonly Route[], otherwise: (request: TwinRequest) => Answer = notFound): Router => {
  const compiled = routes.map((route) => ({ route, pattern: compile(route.path) }));
  return (request) => {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const allowed: string[] = [];
    for (const { route, pattern } of compiled) {
      const match = pattern.exec(request.path);
      if (!match) continue;
      allowed.push(route.method);
      if (route.method !== method) continue;
      const params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, decode(value)]));
      return route.handle({ ...request, params });
    }
    if (allowed.length === 0) return otherwise(request);
    const answer = problem(405, 'Method not allowed', `${request.path} takes ${allowed.join(', ')}.`);
    return { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } };
  };
};
