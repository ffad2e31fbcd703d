import { randomFillSync } from 'node:crypto';
import { V7Generator } from 'uuidv7';

const words = new Uint32Array(1024);
let used = words.length;
const generator = new V7Generator({
  nextUint32() {
    if (used === words.length) {
      randomFillSync(words);
      used = 0;
    }
    return words[used++] as number;
  },
});

/** Names a request in answers, logs and stored webhooks. Chance is asked for by the thousand: each question costs more than an id. */
export const newRequestId = (): string => generator.generate().toString();
