/** Cloudscape's global styles carry 130 KB of fonts in base64; the console uses the system's. */
export const withoutEmbeddedFonts = (css: string): string =>
  css.replace(/@font-face\s*\{[^}]*\}/g, (rule) => (/url\(\s*["']?data:/.test(rule) ? '' : rule))
