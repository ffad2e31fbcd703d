/** The routes of voice below `/api/v1/voip`, by what they are about. */
import { agentUrls } from './urls/agents.ts';
import { callUrls } from './urls/calls.ts';
import { flowUrls } from './urls/flows.ts';
import { greetingUrls } from './urls/greetings.ts';
import { listUrls } from './urls/lists.ts';
import { peopleUrls } from './urls/people.ts';
import { recordingUrls } from './urls/recordings.ts';

export const urls = [...callUrls, ...recordingUrls, ...listUrls, ...greetingUrls, ...agentUrls, ...peopleUrls, ...flowUrls];
