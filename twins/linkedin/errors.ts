import { randomUUID } from 'node:crypto';
import { type Answer, json } from '../http/answer.ts';

/** Every answer is traceable there; support asks for these. */
export const tracing = (): Record<string, string> => ({ 'x-li-uuid': randomUUID(), 'x-li-fabric': 'prod-twin', 'x-li-request-id': randomUUID() });

interface Extra {
  serviceErrorCode?: number;
  code?: string;
  errorDetails?: unknown;
}
/** Legacy answers carry `serviceErrorCode`, newer ones `code` beside it. */
export const linkedinError = (status: number, message: string, extra: Extra = {}): Answer => json(status, { ...extra, message, status }, tracing());

export const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => json(status, body, { ...tracing(), ...headers });

export const notFound = (what: string): Answer => linkedinError(404, `Could not find entity ${what}`, { serviceErrorCode: 0, code: 'NOT_FOUND' });
export const badParameter = (name: string): Answer =>
  linkedinError(400, `Invalid query parameters passed to request: ${name}`, {
    code: 'QUERY_PARAM_NOT_ALLOWED',
    errorDetails: { inputErrors: [{ input: { inputPath: { fieldPath: name } }, code: 'PARAM_INVALID' }] },
  });
export const accessDenied = (resource: string, method: string): Answer =>
  linkedinError(403, `Not enough permissions to access: partnerApi${resource}.${method}.20260701`, { serviceErrorCode: 100, code: 'ACCESS_DENIED' });
