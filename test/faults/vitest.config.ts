import { defineConfig } from 'vitest/config'

/** All faults and all interleavings over the whole path: minutes long; `npm test` tries a sample of them. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    env: { FAULT_NTH: process.env.FAULT_NTH ?? '1' },
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
})
