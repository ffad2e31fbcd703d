/** A page in the background counts slowly; a worker of it does not. */
const EVERY_MS = 20_000;
setInterval(() => self.postMessage('beat'), EVERY_MS);
