import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressed } from './compressed.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed()],
  // The strict content policy allows no inline asset but images.
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/integrations': 'http://127.0.0.1:8000' } },
});
