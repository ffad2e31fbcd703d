import type { TestProject } from 'vitest/node';
import { prepareTemplate } from './template.ts';

export default async function setup(project: TestProject) {
  project.provide('template', await prepareTemplate());
}

declare module 'vitest' {
  export interface ProvidedContext {
    template: { name: string; folder: string };
  }
}
