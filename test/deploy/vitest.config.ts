import { defineConfig } from 'vitest/config'

/** The deploy test: apart from `npm test`, since it installs and starts an emulator of AWS. */
export default defineConfig({
  test: {
    include: ['test/deploy/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    fileParallelism: false,
    maxConcurrency: 4,
  },
})
