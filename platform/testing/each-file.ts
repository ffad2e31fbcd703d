import { afterAll } from 'vitest';
import { closeOpened } from './after-file.ts';

// A setup file: it is run anew for each test file, while what it imports is one for all files of a process.
afterAll(closeOpened);
