import { expect, it } from 'vitest';
import { workerUrl } from '../../src/files/worker-url.js';

it('a worker of src/ is its built file in dist/; a worker of dist/ is the sibling', () => {
  expect(workerUrl('./w.js', 'file:///src/app/src/files/a.ts').href).toBe('file:///src/app/dist/files/w.js');
  expect(workerUrl('./w.js', 'file:///app/dist/files/a.js').href).toBe('file:///app/dist/files/w.js');
  expect(workerUrl('./w.js', 'file:///src/app/dist/files/a.js').href).toBe('file:///src/app/dist/files/w.js');
});
