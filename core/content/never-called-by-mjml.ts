/** Packages of what compiling a mail does not ask MJML for: its minifier, beautifier and inliner of styles. Reading them takes longer than all else that it reads. */
export const neverCalledByMjml = [
  'htmlnano',
  'juice',
  'cheerio',
  'cssnano-preset-lite',
  '@biomejs/wasm-nodejs',
  'js-beautify',
] as const
