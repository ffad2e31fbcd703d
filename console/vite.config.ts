import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressed } from './compressed.ts';
import { usedStyles } from './used-styles.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), usedStyles(), compressed()],
  // The strict content policy allows no inline asset but images.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    // What many pages use comes at once: a hundred small files cost more in questions and headers than they save.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', test: /node_modules/, minShareCount: 34 }] } } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/integrations': 'http://127.0.0.1:8000' } },
});
