import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/rehearsal/**'],
          server: { deps: { inline: ['inquirer'] } },
          sequence: { groupOrder: 0 },
          testTimeout: 20_000,
        },
      },
      {
        // Whole runs: the real engine, the stand-in plug-in, the emulator, a pty, a browser.
        test: {
          name: 'rehearsal',
          include: ['test/rehearsal/**/*.test.ts'],
          globalSetup: ['test/helpers/prepare.ts'],
          maxWorkers: 2,
          // Projects with another number of workers run one after the other: the quick one first.
          sequence: { groupOrder: 1 },
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
