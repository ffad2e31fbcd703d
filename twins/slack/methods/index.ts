import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import type { SlackMethod } from './method.ts';
import { peopleMethods } from './people.ts';
import { surfaceMethods } from './surfaces.ts';

/** Every method of the Web API that the twin answers. */
export const methods: Readonly<Record<string, SlackMethod>> = { ...chatMethods, ...conversationMethods, ...peopleMethods, ...surfaceMethods };
