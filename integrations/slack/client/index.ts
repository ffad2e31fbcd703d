/** The Web API, by subject. */
export * from './app.ts';
export * from './call.ts';
export * from './chat.ts';
export * from './directory.ts';
export * from './methods.ts';
export * from './respond.ts';
export * from './socket.ts';
export * from './views.ts';
