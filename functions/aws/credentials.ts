import { fromEnv } from '@aws-sdk/credential-provider-env'

/**
 * What the SDK's clients ask for credentials, in place of its own chain (files, SSO, instance metadata: 110 KB of every bundle): Lambda gives a function
 * its role's credentials in the environment, and so does the embedded run. `infra/bundling.ts` puts it there.
 */
export const defaultProvider = fromEnv
