import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    maxWorkers: 2,
    include: ['test/**/*.test.ts'],
    exclude: ['test/deploy/**'],
    testTimeout: 30_000,
    hookTimeout: 180_000,
  },
})
