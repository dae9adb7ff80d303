import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Plugin } from 'esbuild'

/** Lets esbuild leave out of a bundle what none of its calls needs of the AWS SDK, of MJML and of the YAML parser. */
export const leaner: Plugin = {
  name: 'leaner',
  setup(build) {
    // A client describes all its operations in one file, and names their members by computed keys, which esbuild must take for effects: it would keep all
    // (49 KB of SES). With the names written out it keeps those that are used.
    build.onLoad({ filter: /@aws-sdk.client-[\w-]+.dist-es.schemas.schemas_\d+\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      const names = new Map([...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]))
      return {
        contents: source
          .replace(/\[(_\w+)\]:/g, (key, name) => (names.has(name) ? `${names.get(name)}:` : key))
          .replace(/^import \{.*\} from "\.\.\/models\/errors";$/m, '')
          .replace(/^n0_registry\.registerError\(.*\);$/gm, ''),
      }
    })
    // It registers there all its errors (35 of DynamoDB, 10 KB). Here each registers itself, where a handler names it: one that none names comes as the
    // client's own exception with the same name.
    build.onLoad({ filter: /@aws-sdk.client-[\w-]+.dist-es.models.errors\.js$/ }, ({ path }) => ({
      contents: `import { TypeRegistry } from '@smithy/core/schema'
import * as schemas from '../schemas/schemas_0'
const registered = (schema, error) => (TypeRegistry.for(schema[1]).registerError(schema, error), error)
${readFileSync(path, 'utf8').replace(
  /^export (class (\w+) extends __BaseException \{[\s\S]*?^\})$/gm,
  'export const $2 = /* @__PURE__ */ registered(schemas.$2$$, $1)',
)}`,
    }))
    // A client asks its package.json for its version, and would get all of it (2 KB).
    build.onLoad({ filter: /@aws-sdk.client-[\w-]+.package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
    // Node makes hashes itself; the client's own way is for where nothing does (3 KB).
    build.onLoad({ filter: /@smithy.core.dist-es.submodules.checksum.sha256.Sha256Js\.js$/ }, () => ({
      contents: 'export class Sha256Js {}',
    }))
    // Requests that are signed for several regions at once go to endpoints that Ripen has none of (4 KB).
    build.onLoad({ filter: /signature-v4-multi-region.dist-es.SignatureV4MultiRegion\.js$/ }, () => ({
      contents: `import { SignatureV4SignWithCredentials } from './SignatureV4SignWithCredentials'
export class SignatureV4MultiRegion extends SignatureV4SignWithCredentials {
  static sigv4aDependency() { return 'none' }
}`,
    }))
    // Retries that adapt to what a service bears are for who sets AWS_RETRY_MODE, which no function has set (3 KB).
    build.onLoad({ filter: /@smithy.core.dist-es.submodules.retry.util-retry.AdaptiveRetryStrategy\.js$/ }, () => ({
      contents: `export class AdaptiveRetryStrategy {
  constructor() { throw new Error('AWS_RETRY_MODE=adaptive is not in this bundle: see infra/leaner.ts') }
}`,
    }))
    // A Lambda function is told its region; asking the machine that it runs on is for EC2 (1 KB).
    build.onLoad({ filter: /@smithy.core.dist-es.submodules.config.*.getInstanceMetadataRegion\.js$/ }, () => ({
      contents: 'export const getInstanceMetadataRegion = async () => undefined',
    }))
    // Nor does Node stream as browsers do (2 KB). What calls it catches what it throws.
    build.onLoad(
      { filter: /@smithy.core.dist-es.submodules.serde.util-stream.sdk-stream-mixin\.browser\.js$/ },
      () => ({
        contents: `export const sdkStreamMixin = () => { throw new Error('no stream of Node') }`,
      }),
    )
    // What reads mails knows all 2,200 names of characters in HTML; mail programs write letters as they are, but for these (44 KB).
    build.onLoad({ filter: /node_modules.postal-mime.dist.esm.html-entities\.js$/ }, ({ path }) => {
      const kept =
        /^ +'&(amp|lt|gt|quot|apos|nbsp|zwn?j|lrm|rlm|shy|[lr]aquo|[lrsb]{1,2}quo|[lrb]dquo|[nm]dash|hellip|bull|middot|euro|pound|copy|reg|trade|times|deg|para|sect|[A-Za-z]{1,2}(uml|acute|grave|circ|tilde|cedil|ring|slash|lig));?': .+$/gm
      const entities = readFileSync(path, 'utf8').match(kept) ?? []
      return {
        contents: `export const htmlEntities = {\n${entities.map((one) => one.replace(/,?$/, ',')).join('\n')}\n}`,
      }
    })
    // Ripen's functions read YAML and never write it (10 KB).
    build.onLoad(
      { filter: /node_modules.yaml.browser.dist.stringify.stringify(String|Collection|Pair|Document)\.js$/ },
      ({ path }) => ({
        contents: `export const ${basename(path, '.js')} = () => { throw new Error('no YAML is written here') }`,
      }),
    )
    // MJML asks for all of lodash where it calls two dozen functions of it, each of which lodash has in a file of its own (95 KB less).
    build.onLoad({ filter: /node_modules.mjml[\w-]*.lib.*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replace(/^var _(lodash|fp) = require\("lodash(\/fp)?"\);$/gm, '')
        .replace(/\b_lodash\.(\w+)/g, 'require("lodash/$1")')
        .replace(/\b_fp\.(\w+)/g, 'require("lodash/fp/$1")'),
    }))
  },
}
