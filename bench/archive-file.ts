import { writeFileSync } from 'node:fs';
import { makeArchive } from '../twins/linkedin/archive/archive.ts';

/** Writes an archive in a process of its own, so that making it weighs on nobody's memory. */
const [path = '', connections = '0', messages = '0'] = process.argv.slice(2);
writeFileSync(path, makeArchive({ era: '2026', connections: Number(connections), messages: Number(messages), invitations: 2_000 }));
