import { defineConfig } from 'vitest/config'

const common = { hookTimeout: 120_000, restoreMocks: true }

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    projects: [
      // Beside the code, and over the wire against the stand-ins and real sshd.
      {
        test: {
          ...common,
          name: 'parts',
          include: ['{shared,functions,edge-launcher,infra,web}/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/journeys/**', 'test/permissions/**', '**/node_modules/**'],
          testTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      // Each starts the whole product: one at a time, after the rest.
      {
        test: {
          ...common,
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 180_000,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      // Judges what the journeys recorded.
      {
        test: {
          ...common,
          name: 'permissions',
          include: ['test/permissions/**/*.test.ts'],
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
