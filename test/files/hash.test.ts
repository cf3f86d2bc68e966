import { expect, it } from 'vitest';
import { sha256File } from '../../src/files/hash.js';
import { faultOf, scratch } from './helpers.js';

const file = scratch();

it('sha256File: the published digest of "abc", of nothing, and of more than one block', async () => {
  expect(await sha256File(file('abc', 'abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(await sha256File(file('none', ''))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(await sha256File(file('million', 'a'.repeat(1_000_000)))).toBe(
    'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
  );
  expect((await faultOf(sha256File(file('missing')))).code).toBe('file-not-found');
});
