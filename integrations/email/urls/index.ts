import { urls as campaigns } from './campaigns.ts';
import { urls as delivery } from './delivery.ts';
import { urls as mailbox } from './mailbox.ts';
import { urls as preferences } from './preferences.ts';
import { urls as templates } from './templates.ts';

export const urls = [...mailbox, ...delivery, ...templates, ...campaigns, ...preferences];
