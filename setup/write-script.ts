// Writes the module that serves the script of websites, made from website/ripen.js: `npm run script`.
import { writeFileSync } from 'node:fs'
import { makeScript } from '../website/make-script.ts'

const file = 'functions/website/made-script.ts'
// An escaped brace: linters would take the script's templates for this module's.
const literal = JSON.stringify(await makeScript()).replaceAll('${', '$\\u007b')
const text = `/** Made from website/ripen.js by \`npm run script\`. */\nexport const script =\n  ${literal}\n`
writeFileSync(new URL(`../${file}`, import.meta.url), text)
console.log(file)
