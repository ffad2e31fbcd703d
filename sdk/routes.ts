import type { z } from 'zod';
import type { Permission } from './actions.ts';
import type { FileId } from './ids.ts';

/** A file that came with a request, stored and sealed; read it by `ctx.files.open`. */
export interface UploadedFile {
  id: FileId;
  name: string | null;
  size: number;
  sha256: string;
  contentType: string;
  /** Form fields beside it. */
  fields: Readonly<Record<string, string>>;
}

export interface RouteInput<P = unknown, Q = unknown, B = unknown> {
  params: P;
  query: Q;
  body: B;
  /** Of a route that declares `upload`. */
  file?: UploadedFile;
}

/** One line of an integration's `urls.ts`; the path lies below `/api/v1/<integration>`. */
export interface RouteDefinition<Ctx = unknown> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: `/${string}`;
  /** Lies below `/api/v1` itself: what the public contract files under another subject, such as a person's hours under `/users`. */
  isTopLevel?: boolean;
  summary: string;
  permission: Permission;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Takes one file as `multipart/form-data` in place of a body; the handler gets it as `file`. */
  upload?: { maxBytes: number };
  /** The handler returns a `FileId`; the answer is its content, also in parts. */
  sendsFile?: boolean;
  /** Status → schema of the answer. */
  responses: Readonly<Record<number, z.ZodType>>;
  handler: (ctx: Ctx, input: never) => Promise<unknown>;
}
