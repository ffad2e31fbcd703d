declare module 'mjml' {
  interface MjmlError {
    line: number;
    message: string;
    tagName: string;
  }
  /** Since 5.0 it answers with a promise. */
  export default function mjml2html(
    source: string,
    options: { validationLevel: 'soft' | 'strict' | 'skip'; ignoreIncludes: boolean; useMjmlConfigOptions?: boolean },
  ): Promise<{ html: string; errors: MjmlError[] }>;
}
