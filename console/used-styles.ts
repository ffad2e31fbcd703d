import { PurgeCSS } from 'purgecss';
import type { Plugin } from 'vite';

/** Of the library's styles, whose classes are named by a hash, those whose components are in the bundle: the half of them. */
export function usedStyles(): Plugin {
  return {
    name: 'used-styles',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const files = Object.values(bundle);
      const content = files.flatMap((file) => (file.type === 'chunk' ? [{ raw: file.code, extension: 'js' }] : []));
      for (const file of files) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
        const [purged] = await new PurgeCSS().purge({
          content,
          css: [{ raw: String(file.source) }],
          safelist: { standard: [/^(?!m_)/], keyframes: [/./], variables: [/./] },
        });
        if (purged) file.source = purged.css;
      }
    },
  };
}
