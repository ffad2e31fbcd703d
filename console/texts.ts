/** Every sentence of the console in one place, so that a language can be added. A namespace: each page takes the words it says. */
export * as texts from './texts/all.ts';
