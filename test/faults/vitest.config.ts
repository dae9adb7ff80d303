import { defineConfig } from 'vitest/config'

/** Faults and interleavings over the whole path: minutes long, so apart from `npm test`. */
export default defineConfig({ test: { include: ['test/faults/**/*.test.ts'], testTimeout: 600_000 } })
